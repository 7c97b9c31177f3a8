;; Constant expressions add, subtract and multiply.
(module
  (global $base i32 (i32.const 16))
  (global $five i32 (i32.add (i32.const 2) (i32.const 3)))
  (global $large i64 (i64.mul (i64.sub (i64.const 10) (i64.const 3)) (i64.const 6)))
  (memory 1)
  (data (offset (i32.add (global.get $base) (i32.mul (i32.const 2) (i32.const 4)))) "\2a")

  (func (export "_start")
    (if (i32.ne (global.get $five) (i32.const 5)) (then unreachable))
    (if (i64.ne (global.get $large) (i64.const 42)) (then unreachable))
    (if (i32.ne (i32.load8_u (i32.const 24)) (i32.const 42)) (then unreachable))))
