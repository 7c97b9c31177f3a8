package io.jwasm.it.program;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A program and what it is given to do, in a volume at `/data` that holds its inputs.
///
/// @param part its name in `scripts/fetch-programs`
/// @param title what it is and the language it is written in
/// @param isSmall whether it takes seconds, so that each build runs it
/// @param runs what it is given to do, one after another on the same volume
public record Program(String part, String title, boolean isSmall, List<Run> runs) {

    /// Copies the list.
    public Program {
        runs = List.copyOf(runs);
    }

    /// One start of the program.
    ///
    /// @param arguments what follows its name
    /// @param input what its standard input holds
    public record Run(List<String> arguments, ByteString input) {

        /// Copies the list.
        public Run {
            arguments = List.copyOf(arguments);
        }

        static Run of(String... arguments) {
            return new Run(List.of(arguments), ByteString.EMPTY);
        }

        Run reading(String text) {
            return new Run(arguments, ByteString.copyFromUtf8(text));
        }
    }

    /// The folder that holds copies of its inputs, in the project.
    ///
    /// @param programs the folder of all programs' inputs
    /// @return the folder
    public Path inputs(Path programs) {
        // What searches texts gets those of all others.
        return part.equals("ripgrep") ? programs : programs.resolve(part);
    }

    /// What else it is given to read: places in the guest, by their folders beside the module.
    ///
    /// @return the folders
    public Map<String, String> shares() {
        return part.equals("nextpnr") ? Map.of("share", "/share") : Map.of();
    }

    /// All programs, the small ones first.
    ///
    /// @return the programs
    public static Stream<Program> all() {
        return Stream.of(sqlite(), icepack(), gofmt(), ripgrep(), nextpnr(), esbuild(), python());
    }

    private static Program sqlite() {
        String count =
                "SELECT count(*), max(value) FROM reading; SELECT title, count(*) FROM reading"
                        + " JOIN station USING (station) GROUP BY 1; PRAGMA integrity_check;";
        return new Program(
                "sqlite",
                "SQLite's shell (C)",
                true,
                List.of(
                        Run.of("/data/test.db", ".read /data/load.sql"),
                        Run.of("-json", "/data/copy.db", count),
                        Run.of("-batch", "/data/new.db").reading(".read /data/dump.sql\n" + count),
                        Run.of("-bail", "/data/test.db", "SELECT * FROM missing"),
                        Run.of("-readonly", "/data/test.db", "DELETE FROM reading")));
    }

    private static Program icepack() {
        return new Program(
                "icepack",
                "icepack (C++)",
                true,
                List.of(
                        Run.of("/data/counter.asc", "/data/counter.bin"),
                        Run.of("-u", "/data/counter.bin", "/data/back.asc"),
                        Run.of("-b", "/data/counter.asc", "/data/counter.pbm"),
                        Run.of("/data/nothing.asc", "/data/nothing.bin")));
    }

    private static Program gofmt() {
        return new Program(
                "gofmt",
                "gofmt (Go)",
                true,
                List.of(
                        Run.of("-l", "-d", "/data"),
                        Run.of("-s").reading("package p\nvar x=[]T{T{1},T{2}}\n"),
                        Run.of("-l", "-w", "/data"),
                        Run.of("-l", "/data"),
                        Run.of("/data/broken.txt")));
    }

    private static Program ripgrep() {
        return new Program(
                "ripgrep",
                "ripgrep (Rust)",
                true,
                List.of(
                        Run.of("-n", "--sort", "path", "-C", "1", "(?i)line|rename", "/data"),
                        Run.of("--count-matches", "--sort", "path", "\\w+", "/data"),
                        Run.of("--files", "--sort", "path", "-g", "*.{ts,go}", "/data"),
                        Run.of("-o", "[a-z]+", "-").reading("ünï 12 three\n"),
                        Run.of("no such text anywhere at a[l]l", "/data"),
                        Run.of("x", "/data/nothing")));
    }

    private static Program nextpnr() {
        return new Program(
                "nextpnr",
                "nextpnr-ice40 (C++)",
                false,
                List.of(
                        Run.of(
                                "-q",
                                "--lp384",
                                "--package",
                                "qn32",
                                "--json",
                                "/data/counter.json",
                                "--asc",
                                "/data/counter.asc",
                                "--report",
                                "/data/report.json"),
                        Run.of("--version")));
    }

    private static Program esbuild() {
        return new Program(
                "esbuild",
                "esbuild (Go)",
                false,
                List.of(
                        Run.of(
                                "--log-level=warning",
                                "--bundle",
                                "--minify",
                                "--sourcemap",
                                "--format=esm",
                                "--outfile=/data/out/app.js",
                                "/data/app.ts"),
                        Run.of("--loader=ts", "--minify").reading("let a: number = 1 + 2\n"),
                        Run.of("/data/broken.ts")));
    }

    private static Program python() {
        return new Program(
                "python",
                "CPython 3.12 (C)",
                false,
                List.of(Run.of("/data/files.py").reading("from stdin")));
    }

    @Override
    public String toString() {
        return part;
    }
}
