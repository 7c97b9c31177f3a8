;; Structures, arrays, small integers, casts and tests of types.
(module
  (type $node (struct (field $value i32) (field $next (mut (ref null $node)))))
  (type $shape (sub (struct (field $sides i32))))
  (type $square (sub $shape (struct (field $sides i32) (field $width i64))))
  (type $bytes (array (mut i8)))

  (func $check (param i32)
    (if (i32.eqz (local.get 0)) (then unreachable)))

  (func $list (param $n i32) (result (ref null $node))
    (local $head (ref null $node))
    (loop $more
      (local.set $head (struct.new $node (local.get $n) (local.get $head)))
      (br_if $more (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $head))

  (func $sum (param $at (ref null $node)) (result i32)
    (local $sum i32)
    (block $end
      (loop $more
        (br_if $end (ref.is_null (local.get $at)))
        (local.set $sum (i32.add (local.get $sum) (struct.get $node $value (local.get $at))))
        (local.set $at (struct.get $node $next (local.get $at)))
        (br $more)))
    (local.get $sum))

  (func $area (param $shape (ref $shape)) (result i64)
    (block $other (result (ref $shape))
      (i64.mul
        (struct.get $square $width (br_on_cast_fail $other (ref $shape) (ref $square) (local.get $shape)))
        (struct.get $square $width (ref.cast (ref $square) (local.get $shape))))
      (return))
    (drop)
    (i64.const -1))

  (func (export "_start")
    (local $bytes (ref null $bytes))
    (call $check (i32.eq (call $sum (call $list (i32.const 1000))) (i32.const 500500)))
    (call $check (i64.eq (call $area (struct.new $square (i32.const 4) (i64.const 7))) (i64.const 49)))
    (call $check (i64.eq (call $area (struct.new $shape (i32.const 3))) (i64.const -1)))
    (local.set $bytes (array.new $bytes (i32.const 0x80) (i32.const 5)))
    (array.set $bytes (local.get $bytes) (i32.const 4) (i32.const 42))
    (call $check (i32.eq (array.len (local.get $bytes)) (i32.const 5)))
    (call $check (i32.eq (array.get_s $bytes (local.get $bytes) (i32.const 0)) (i32.const -128)))
    (call $check (i32.eq (array.get_u $bytes (local.get $bytes) (i32.const 4)) (i32.const 42)))
    (call $check (i32.eq (i31.get_s (ref.i31 (i32.const -3))) (i32.const -3)))
    (call $check (ref.test (ref i31) (ref.i31 (i32.const 1))))
    (call $check (ref.eq (ref.i31 (i32.const 9)) (ref.i31 (i32.const 9))))))
