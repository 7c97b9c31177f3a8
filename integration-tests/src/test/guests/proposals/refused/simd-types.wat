;; No vector instruction, only the type.
(module
  (func $f (param v128))
  (func (export "_start")))
