(module
  (func (export "_start") (local v128)
    (local.set 0 (i8x16.relaxed_swizzle (local.get 0) (local.get 0)))))
