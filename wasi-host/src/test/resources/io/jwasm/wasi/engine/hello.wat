;; Says hello through a host function of the tests, and exits with 7.
(module
  (import "test" "say" (func $say (param i32 i32)))
  (import "test" "exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 16) "hello")
  (func (export "_start")
    (call $say (i32.const 16) (i32.const 5))
    (call $exit (i32.const 7))))
