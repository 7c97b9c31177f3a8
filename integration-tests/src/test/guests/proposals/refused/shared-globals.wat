;; A first part of sharing everything between threads.
(module
  (global $count (shared mut i32) (i32.const 0))
  (func (export "_start")
    (drop (global.get $count))))
