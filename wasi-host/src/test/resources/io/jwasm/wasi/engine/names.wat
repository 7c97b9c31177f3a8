;; Traps three calls deep, in functions that the name section names.
(module
  (func $inner (unreachable))
  (func $middle (call $inner))
  (func $outer (export "run") (call $middle)))
