;; Hints which way a branch goes are a custom section, which changes nothing.
(module
  (func (export "_start")
    (@metadata.code.branch_hint "\00")
    (if (i32.ne (i32.add (i32.const 40) (i32.const 2)) (i32.const 42)) (then unreachable))))
