;; A tail call leaves no frame behind: a million of them exhaust no stack.
(module
  (type $step (func (param i32) (result i32)))
  (table $steps 1 funcref)
  (elem (table $steps) (i32.const 0) func $even)

  (func $direct (param i32) (result i32)
    (if (result i32) (i32.eqz (local.get 0))
      (then (i32.const 42))
      (else (return_call $direct (i32.sub (local.get 0) (i32.const 1))))))

  (func $even (param i32) (result i32)
    (if (result i32) (i32.eqz (local.get 0))
      (then (i32.const 1))
      (else (return_call $odd (i32.sub (local.get 0) (i32.const 1))))))

  (func $odd (param i32) (result i32)
    (if (result i32) (i32.eqz (local.get 0))
      (then (i32.const 0))
      (else (return_call_indirect $steps (type $step)
              (i32.sub (local.get 0) (i32.const 1)) (i32.const 0)))))

  (func (export "_start")
    (if (i32.ne (call $direct (i32.const 1000000)) (i32.const 42)) (then unreachable))
    (if (i32.ne (call $even (i32.const 300001)) (i32.const 0)) (then unreachable))))
