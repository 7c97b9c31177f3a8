// Imports a function that no host offers.
__attribute__((import_module("env"), import_name("no_such_function"))) void no_such_function(void);

int main(void) {
    no_such_function();
    return 0;
}
