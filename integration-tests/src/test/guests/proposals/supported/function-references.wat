;; Functions are called through references that have their type, without a table.
(module
  (type $unary (func (param i32) (result i32)))
  (elem declare func $double $square)
  (func $double (type $unary) (i32.mul (local.get 0) (i32.const 2)))
  (func $square (type $unary) (i32.mul (local.get 0) (local.get 0)))

  (func $apply (param $f (ref $unary)) (param $x i32) (result i32)
    (call_ref $unary (local.get $x) (local.get $f)))

  (func $or_null (param $f (ref null $unary)) (result i32)
    (block $null
      (return (call_ref $unary (i32.const 5) (br_on_null $null (local.get $f)))))
    (i32.const -1))

  (func (export "_start")
    (if (i32.ne (call $apply (ref.func $double) (i32.const 21)) (i32.const 42)) (then unreachable))
    (if (i32.ne (call $apply (ref.func $square) (i32.const 9)) (i32.const 81)) (then unreachable))
    (if (i32.ne (call $or_null (ref.func $square)) (i32.const 25)) (then unreachable))
    (if (i32.ne (call $or_null (ref.null $unary)) (i32.const -1)) (then unreachable))))
