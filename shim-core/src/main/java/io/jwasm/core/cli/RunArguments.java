package io.jwasm.core.cli;

import io.jwasm.linux.ErrnoException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The words after `jwasm run`.
///
/// @param name the container's id; empty to have one made
/// @param volumes what `-v` grants, in order
/// @param env what `-e` sets, each `NAME=value`
/// @param workingDir the working directory, if `-w` sets one
/// @param user `USER[:GROUP]`, if `-u` sets one
/// @param isReadOnly whether the root file system is not to be changed
/// @param network what `--network` leaves of the network
/// @param program a `.wasm` file or an image
/// @param args the arguments after it
record RunArguments(
        Optional<String> name,
        List<Volume> volumes,
        List<String> env,
        Optional<String> workingDir,
        Optional<String> user,
        boolean isReadOnly,
        Optional<String> network,
        Path program,
        List<String> args) {

    /// Copies the lists.
    RunArguments {
        volumes = List.copyOf(volumes);
        env = List.copyOf(env);
        args = List.copyOf(args);
    }

    /// Parses the words; options end at the first word that is none.
    ///
    /// @param words the words after `run`
    /// @param environment where `-e NAME` without a value takes it from
    static RunArguments parse(List<String> words, Map<String, String> environment)
            throws CommandFailure {
        return new Parser(words, environment).parse();
    }

    private static final class Parser {
        private final Deque<String> words;
        private final Map<String, String> environment;
        private final List<Volume> volumes = new ArrayList<>();
        private final List<String> env = new ArrayList<>();
        private Optional<String> name = Optional.empty();
        private Optional<String> workingDir = Optional.empty();
        private Optional<String> user = Optional.empty();
        private Optional<String> network = Optional.empty();
        private boolean isReadOnly;

        Parser(List<String> words, Map<String, String> environment) {
            this.words = new ArrayDeque<>(words);
            this.environment = environment;
        }

        RunArguments parse() throws CommandFailure {
            while (!words.isEmpty() && words.peek().startsWith("-")) {
                String word = words.pop();
                if (word.equals("--")) {
                    break;
                }
                option(word);
            }
            if (words.isEmpty()) {
                throw fault("a .wasm file or an image is missing");
            }
            Path program = program(words.pop());
            return new RunArguments(
                    name,
                    volumes,
                    env,
                    workingDir,
                    user,
                    isReadOnly,
                    network,
                    program,
                    List.copyOf(words));
        }

        private static Path program(String text) throws CommandFailure {
            if (HostPath.exists(text)) {
                try {
                    return HostPath.readable(text);
                } catch (ErrnoException gone) {
                    throw new CommandFailure(
                            "cannot open \"%s\": %s".formatted(text, gone.getMessage()), gone);
                }
            }
            throw new CommandFailure(
                    CommandFailure.NOT_FOUND, "\"%s\": no such file or directory".formatted(text));
        }

        private void option(String word) throws CommandFailure {
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            String option = equals < 0 ? word : word.substring(0, equals);
            if (equals >= 0) {
                words.push(word.substring(equals + 1));
            }
            switch (option) {
                case "-v", "--volume" -> volumes.add(Volume.parse(value(option)));
                case "-e", "--env" -> env.add(variable(value(option)));
                case "--name" -> name = Optional.of(value(option));
                case "-u", "--user" -> user = Optional.of(value(option));
                case "--read-only" -> isReadOnly = true;
                case "--network" -> network = Optional.of(value(option));
                case "-w", "--workdir" -> workingDir = Optional.of(value(option));
                default -> throw fault("unknown option " + option);
            }
        }

        private String value(String option) throws CommandFailure {
            if (words.isEmpty()) {
                throw fault("option " + option + " needs a value");
            }
            return words.pop();
        }

        private String variable(String text) throws CommandFailure {
            if (text.startsWith("=") || text.isEmpty()) {
                throw fault("-e \"" + text + "\" names no variable");
            }
            return text.contains("=") ? text : text + "=" + environment.getOrDefault(text, "");
        }

        private static CommandFailure fault(String message) {
            return new CommandFailure(CommandFailure.FAILED, message + "; see jwasm --help");
        }
    }
}
