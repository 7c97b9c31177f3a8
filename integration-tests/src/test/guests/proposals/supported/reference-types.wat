;; References are values; there are several tables, which are read, written, filled and grown.
(module
  (table $objects 2 externref)
  (table $functions 1 funcref)
  (elem declare func $seven)
  (type $number (func (result i32)))
  (func $seven (result i32) (i32.const 7))

  (func $check (param i32)
    (if (i32.eqz (local.get 0)) (then unreachable)))

  (func $is_null (param externref) (result i32)
    (ref.is_null (local.get 0)))

  (func (export "_start")
    (call $check (i32.eq (table.grow $objects (ref.null extern) (i32.const 3)) (i32.const 2)))
    (call $check (i32.eq (table.size $objects) (i32.const 5)))
    (table.fill $objects (i32.const 0) (ref.null extern) (i32.const 5))
    (call $check (call $is_null (table.get $objects (i32.const 4))))
    (table.set $functions (i32.const 0) (ref.func $seven))
    (call $check (i32.eqz (ref.is_null (table.get $functions (i32.const 0)))))
    (call $check (i32.eq (call_indirect $functions (type $number) (i32.const 0)) (i32.const 7)))))
