(module
  (memory 100 (pagesize 1))
  (func (export "_start")
    (i32.store8 (i32.const 99) (i32.const 1))))
