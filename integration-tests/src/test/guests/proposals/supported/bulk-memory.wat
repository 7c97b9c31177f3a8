;; Ranges of memories and tables are copied, filled and initialized by one instruction each.
(module
  (memory 1)
  (data $text "abc")
  (type $number (func (result i32)))
  (table $t 4 funcref)
  (elem $functions func $one $two)
  (func $one (result i32) (i32.const 1))
  (func $two (result i32) (i32.const 2))

  (func $check (param i32)
    (if (i32.eqz (local.get 0)) (then unreachable)))

  (func (export "_start")
    (memory.init $text (i32.const 10) (i32.const 0) (i32.const 3))
    (data.drop $text)
    (memory.copy (i32.const 12) (i32.const 10) (i32.const 3))
    (memory.fill (i32.const 10) (i32.const 0x7a) (i32.const 2))
    (call $check (i32.eq (i32.load (i32.const 10)) (i32.const 0x62617a7a)))
    (table.init $t $functions (i32.const 0) (i32.const 0) (i32.const 2))
    (elem.drop $functions)
    (table.copy $t $t (i32.const 1) (i32.const 0) (i32.const 2))
    (call $check (i32.eq (call_indirect $t (type $number) (i32.const 1)) (i32.const 1)))
    (call $check (i32.eq (call_indirect $t (type $number) (i32.const 2)) (i32.const 2)))))
