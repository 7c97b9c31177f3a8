//! Prints what a container is given: arguments, environment, a file, standard input. Ends with a code of your choice.
//!
//!   hello [--file PATH] [--stdin] [--exit CODE] [WORD]...

use std::io::BufRead;
use std::{env, fs, io, process};

fn print_file(path: &str) -> Result<(), io::Error> {
    for line in fs::read_to_string(path)?.lines() {
        println!("{path}: {line}");
    }
    Ok(())
}

fn main() {
    let mut code = 0;
    println!("Hello from WebAssembly!");
    let mut args = env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--file" => {
                let path = args.next().unwrap_or_default();
                if let Err(error) = print_file(&path) {
                    eprintln!("{path}: {error}");
                    code = 1;
                }
            }
            "--exit" => code = args.next().and_then(|text| text.parse().ok()).unwrap_or(1),
            "--stdin" => {
                for line in io::stdin().lock().lines().map_while(Result::ok) {
                    println!("stdin: {line}");
                }
            }
            word => println!("arg: {word}"),
        }
    }
    for (name, value) in env::vars() {
        println!("env: {name}={value}");
    }
    process::exit(code);
}
