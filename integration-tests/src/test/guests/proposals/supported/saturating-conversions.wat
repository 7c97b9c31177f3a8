;; What does not fit an integer becomes its nearest one, and what is no number 0, without a trap.
(module
  (func $check (param i32)
    (if (i32.eqz (local.get 0)) (then unreachable)))

  (func (export "_start")
    (call $check (i32.eq (i32.trunc_sat_f32_s (f32.const nan)) (i32.const 0)))
    (call $check (i32.eq (i32.trunc_sat_f32_u (f32.const -1)) (i32.const 0)))
    (call $check (i32.eq (i32.trunc_sat_f64_s (f64.const -1e20)) (i32.const 0x80000000)))
    (call $check (i32.eq (i32.trunc_sat_f64_u (f64.const 1e20)) (i32.const -1)))
    (call $check (i64.eq (i64.trunc_sat_f32_s (f32.const inf)) (i64.const 0x7fffffffffffffff)))
    (call $check (i64.eq (i64.trunc_sat_f32_u (f32.const 3.9)) (i64.const 3)))
    (call $check (i64.eq (i64.trunc_sat_f64_s (f64.const -7.9)) (i64.const -7)))
    (call $check (i64.eq (i64.trunc_sat_f64_u (f64.const inf)) (i64.const -1)))))
