package main
import ("fmt"
"os")
func main( ) {
x:=map[string]int{"a":1,"bbb":2}
 fmt.Println(x,os.Args) }
