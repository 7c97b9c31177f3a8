package sub
type T struct {
a int // one
longer string `json:"x"`
}
func ( t T ) M()(int,error){ if t.a==0{return 0,nil};switch {
case t.a>1 : return 1 , nil
}
return 2,nil}
