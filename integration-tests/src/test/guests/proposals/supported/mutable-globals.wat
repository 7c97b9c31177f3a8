;; Mutable globals may be exported.
(module
  (global $count (export "count") (mut i32) (i32.const 40))

  (func (export "_start")
    (global.set $count (i32.add (global.get $count) (i32.const 2)))
    (if (i32.ne (global.get $count) (i32.const 42)) (then unreachable))))
