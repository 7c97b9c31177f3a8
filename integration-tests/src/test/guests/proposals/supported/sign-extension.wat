;; A part of a value is widened with its sign.
(module
  (func $check (param i32)
    (if (i32.eqz (local.get 0)) (then unreachable)))

  (func (export "_start")
    (call $check (i32.eq (i32.extend8_s (i32.const 0x80)) (i32.const -128)))
    (call $check (i32.eq (i32.extend16_s (i32.const 0x12348000)) (i32.const -32768)))
    (call $check (i64.eq (i64.extend8_s (i64.const 0xff)) (i64.const -1)))
    (call $check (i64.eq (i64.extend16_s (i64.const 0x7fff)) (i64.const 32767)))
    (call $check (i64.eq (i64.extend32_s (i64.const 0x80000000)) (i64.const -2147483648)))))
