;; Long enough in its callees that they are compiled while it runs.
(module
  (import "test" "exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func $work (param $n i32) (result i32) (local $sum i32)
    (loop
      (local.set $sum (i32.add (i32.mul (local.get $sum) (i32.const 31)) (local.get $n)))
      (br_if 0 (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $sum))
  (func (export "spin") (local $i i32)
    (local.set $i (i32.const 10000))
    (loop
      (drop (call $work (i32.const 100000)))
      (br_if 0 (local.tee $i (i32.sub (local.get $i) (i32.const 1)))))
    (call $exit (i32.const 5))))
