;; Two memories are read, written, copied between and grown apart from each other.
(module
  (memory $first 1)
  (memory $second 1 3)
  (data (memory $second) (i32.const 8) "\2a")

  (func $check (param i32)
    (if (i32.eqz (local.get 0)) (then unreachable)))

  (func (export "_start")
    (i32.store $second (i32.const 100) (i32.const 9))
    (call $check (i32.eqz (i32.load $first (i32.const 100))))
    (call $check (i32.eq (i32.load $second (i32.const 100)) (i32.const 9)))
    (memory.copy $first $second (i32.const 0) (i32.const 8) (i32.const 1))
    (call $check (i32.eq (i32.load8_u $first (i32.const 0)) (i32.const 42)))
    (call $check (i32.eq (memory.grow $second (i32.const 2)) (i32.const 1)))
    (call $check (i32.eq (memory.size $first) (i32.const 1)))
    (call $check (i32.eq (memory.size $second) (i32.const 3)))))
