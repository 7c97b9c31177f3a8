;; Atomic instructions work on a memory that is not shared.
(module
  (memory 1)

  (func $check (param i32)
    (if (i32.eqz (local.get 0)) (then unreachable)))

  (func (export "_start")
    (i32.atomic.store (i32.const 8) (i32.const 40))
    (call $check (i32.eq (i32.atomic.rmw.add (i32.const 8) (i32.const 2)) (i32.const 40)))
    (call $check (i32.eq (i32.atomic.load (i32.const 8)) (i32.const 42)))
    (call $check (i32.eq (i32.atomic.rmw.cmpxchg (i32.const 8) (i32.const 42) (i32.const 7)) (i32.const 42)))
    (call $check (i32.eq (i32.atomic.rmw8.xchg_u (i32.const 8) (i32.const 300)) (i32.const 7)))
    (call $check (i64.eq (i64.atomic.rmw.or (i32.const 16) (i64.const 5)) (i64.const 0)))
    (call $check (i64.eq (i64.atomic.load (i32.const 16)) (i64.const 5)))
    (atomic.fence)
    (call $check (i32.eqz (memory.atomic.notify (i32.const 8) (i32.const 1))))
    (call $check (i32.eq (i32.load (i32.const 8)) (i32.const 44)))))
