;; A part of garbage collection that came later.
(module
  (rec
    (type $point (descriptor $kind) (struct (field i32)))
    (type $kind (describes $point) (struct (field i32))))
  (func (export "_start")
    (drop (struct.new_default_desc $point (struct.new_default $kind)))))
