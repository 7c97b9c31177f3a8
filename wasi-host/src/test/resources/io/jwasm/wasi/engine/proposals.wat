;; One function for each proposal that guests may use; each traps unless it gets what the proposal says.
;; wat2wasm --enable-tail-call --enable-extended-const --enable-multi-memory proposals.wat
(module
  (memory $first 1)
  (memory $second 1)
  (data $text "abc")
  (global $five i32 (i32.add (i32.const 2) (i32.const 3)))
  (table $refs 2 externref)
  (table $functions 1 funcref)
  (elem declare func $pair)

  (func $check (param i32)
    (if (i32.eqz (local.get 0)) (then unreachable)))

  (func (export "sign-extension")
    (call $check (i32.eq (i32.extend8_s (i32.const 0x80)) (i32.const -128)))
    (call $check (i64.eq (i64.extend32_s (i64.const 0x80000000)) (i64.const -2147483648))))

  (func (export "saturating-conversions")
    (call $check (i32.eq (i32.trunc_sat_f32_s (f32.const nan)) (i32.const 0)))
    (call $check (i32.eq (i32.trunc_sat_f64_u (f64.const 1e20)) (i32.const -1))))

  (func (export "bulk-memory")
    (memory.init $text (i32.const 10) (i32.const 0) (i32.const 3))
    (data.drop $text)
    (memory.copy (i32.const 12) (i32.const 10) (i32.const 3))
    (memory.fill (i32.const 10) (i32.const 0x7a) (i32.const 2))
    (call $check (i32.eq (i32.load (i32.const 10)) (i32.const 0x62617a7a))))

  (func $pair (param i32) (result i32 i64)
    (local.get 0)
    (i64.extend_i32_s (local.get 0)))

  (func (export "multiple-values")
    (call $pair (i32.const 7))
    (i64.eq (i64.const 7)) (call $check)
    (i32.eq (i32.const 7)) (call $check)
    (i32.const 1) (i32.const 2)
    (block (param i32 i32) (result i32) i32.sub)
    (i32.eq (i32.const -1)) (call $check))

  (func (export "reference-types")
    (call $check (i32.eq (table.grow $refs (ref.null extern) (i32.const 3)) (i32.const 2)))
    (call $check (i32.eq (table.size $refs) (i32.const 5)))
    (call $check (ref.is_null (table.get $refs (i32.const 4))))
    (table.set $functions (i32.const 0) (ref.func $pair))
    (call $check (i32.eqz (ref.is_null (table.get $functions (i32.const 0))))))

  (func $count (param i32) (result i32)
    (if (result i32) (i32.eqz (local.get 0))
      (then (i32.const 42))
      (else (return_call $count (i32.sub (local.get 0) (i32.const 1))))))

  (type $unary (func (param i32) (result i32)))
  (table $tail 1 funcref)
  (elem (table $tail) (i32.const 0) func $next)
  (func $next (param i32) (result i32)
    (i32.add (local.get 0) (i32.const 1)))
  (func $direct (param i32) (result i32)
    (return_call $next (local.get 0)))
  (func $indirect (param i32) (result i32)
    (return_call_indirect $tail (type $unary) (local.get 0) (i32.const 0)))

  (func (export "tail-calls")
    (call $check (i32.eq (call $count (i32.const 200000)) (i32.const 42)))
    (call $check (i32.eq (call $direct (i32.const 7)) (i32.const 8)))
    (call $check (i32.eq (call $indirect (i32.const 8)) (i32.const 9))))

  (func (export "extended-constants")
    (call $check (i32.eq (global.get $five) (i32.const 5))))

  (func (export "multiple-memories")
    (i32.store $second (i32.const 100) (i32.const 9))
    (call $check (i32.eqz (i32.load $first (i32.const 100))))
    (call $check (i32.eq (i32.load $second (i32.const 100)) (i32.const 9)))))
