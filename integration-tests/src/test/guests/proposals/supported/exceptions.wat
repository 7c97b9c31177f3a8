;; Exceptions with values are thrown through calls, caught by tag or all, and thrown on.
(module
  (tag $number (param i32))
  (tag $nothing)

  (func $throw (param i32)
    (if (i32.eqz (local.get 0)) (then (throw $nothing)))
    (throw $number (local.get 0)))

  (func $through (param i32) (call $throw (local.get 0)))

  (func $caught (param i32) (result i32)
    (block $all
      (block $value (result i32)
        (try_table (catch $number $value) (catch_all $all)
          (call $through (local.get 0)))
        (unreachable))
      (return (i32.add (i32.const 1))))
    (i32.const -1))

  (func $again (param i32)
    (throw_ref
      (block $reference (result exnref)
        (try_table (catch_all_ref $reference) (call $through (local.get 0)))
        (unreachable))))

  (func $outer (param i32) (result i32)
    (block $value (result i32)
      (try_table (catch $number $value) (call $again (local.get 0)))
      (unreachable)))

  (func (export "_start")
    (if (i32.ne (call $caught (i32.const 41)) (i32.const 42)) (then unreachable))
    (if (i32.ne (call $caught (i32.const 0)) (i32.const -1)) (then unreachable))
    (if (i32.ne (call $outer (i32.const 7)) (i32.const 7)) (then unreachable))))
