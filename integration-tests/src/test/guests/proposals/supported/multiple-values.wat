;; Functions and blocks have more than one result, blocks have parameters.
(module
  (func $divide (param i32 i32) (result i32 i32)
    (i32.div_u (local.get 0) (local.get 1))
    (i32.rem_u (local.get 0) (local.get 1)))

  (func $sum (param $n i64) (result i64)
    (i64.const 0)
    (local.get $n)
    (loop $next (param i64 i64) (result i64)
      (local.set $n)
      (i64.add (local.get $n))
      (i64.sub (local.get $n) (i64.const 1))
      (br_if $next (i64.ne (i64.sub (local.get $n) (i64.const 1)) (i64.const 0)))
      drop))

  (func (export "_start")
    (call $divide (i32.const 47) (i32.const 5))
    (if (i32.ne (i32.const 2)) (then unreachable))
    (if (i32.ne (i32.const 9)) (then unreachable))
    (if (i64.ne (call $sum (i64.const 100)) (i64.const 5050)) (then unreachable))))
