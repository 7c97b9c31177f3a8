package io.jwasm.benchmarks.suite;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Runs each workload in each engine, the engines taking turns, so that what else the machine does
/// falls on all alike.
///
/// @param folders where modules and programs are
/// @param repeats how often each is started
/// @param rounds how many rounds compiled code gets in one start
/// @param progress is told what is going on
record Suite(List<Path> folders, int repeats, int rounds, Consumer<String> progress) {

    private static final long LIMIT_SECONDS = 300;
    private static final int INTERPRETED_ROUNDS = 3;

    private record Key(String engine, int size) {}

    /// Measures one workload.
    List<Result> measure(Workload workload, List<Engine> engines) throws InterruptedException {
        Runner runner = new Runner(LIMIT_SECONDS);
        Engine processor = Engine.ofThisMachine();
        Map<Key, List<Run>> runs = new HashMap<>();
        Map<Engine, String> failures = new HashMap<>();
        for (int repeat = 0; repeat < repeats; repeat++) {
            for (int size : sizes(workload, engines)) {
                add(runs, new Key(processor.name(), size), run(runner, processor, workload, size));
            }
            for (Engine engine : engines) {
                int size = workload.sizeFor(engine);
                if (failures.containsKey(engine)) {
                    continue;
                }
                try {
                    add(runs, new Key(engine.name(), size), run(runner, engine, workload, size));
                } catch (IllegalStateException failure) {
                    failures.put(engine, String.valueOf(failure.getMessage()));
                }
            }
        }
        List<Result> results = new ArrayList<>();
        for (Engine engine : engines) {
            int size = workload.sizeFor(engine);
            results.add(
                    checked(
                            new Result(
                                    workload,
                                    engine,
                                    size,
                                    runs.getOrDefault(new Key(engine.name(), size), List.of()),
                                    runs.getOrDefault(new Key(Engine.NATIVE, size), List.of()),
                                    Optional.ofNullable(failures.get(engine)))));
        }
        return results;
    }

    private static TreeSet<Integer> sizes(Workload workload, List<Engine> engines) {
        TreeSet<Integer> sizes = new TreeSet<>();
        engines.forEach(engine -> sizes.add(workload.sizeFor(engine)));
        return sizes;
    }

    private static void add(Map<Key, List<Run>> runs, Key key, Run run) {
        runs.computeIfAbsent(key, _ -> new ArrayList<>()).add(run);
    }

    private Run run(Runner runner, Engine engine, Workload workload, int size)
            throws InterruptedException {
        progress.accept(workload.name() + " " + size + ", " + engine.name());
        int count = engine.isInterpreter() ? INTERPRETED_ROUNDS : rounds;
        return runner.run(engine, program(workload, engine), size, count);
    }

    private Path program(Workload workload, Engine engine) {
        return folders.stream()
                .map(folder -> folder.resolve(workload.name() + engine.extension()))
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException(
                                "no file " + workload.name() + engine.extension()));
    }

    /// A result that is not what this machine computed is a failure, however fast.
    private static Result checked(Result result) {
        TreeSet<String> wanted = new TreeSet<>();
        result.nativeRuns().forEach(run -> wanted.add(run.checksum()));
        TreeSet<String> seen = new TreeSet<>(wanted);
        result.runs().forEach(run -> seen.add(run.checksum()));
        if (result.failure().isPresent() || seen.size() == 1) {
            return result;
        }
        return new Result(
                result.workload(),
                result.engine(),
                result.size(),
                List.of(),
                result.nativeRuns(),
                Optional.of("checksums differ: native " + wanted + ", all " + seen));
    }
}
