// The smallest program that a container can show: what starting one costs.
//
// Rebuild with Debian's clang, lld, wasi-libc and libclang-rt-14-dev-wasm32:
//   clang --target=wasm32-wasi -Oz -s -o ../resources/guests/hello.wasm hello.c
#include <unistd.h>

int main(void) {
    return write(1, "hello\n", 6) == 6 ? 0 : 1;
}
