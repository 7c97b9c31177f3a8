package io.jwasm.wasi.split;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Chooses what of a function becomes parts: statements that follow one another, as many as fit.
/// Confined to one thread.
final class PartFinder {

    /// Ends that are tried for one beginning.
    private static final int TRIES = 4;

    /// What a JVM method takes, two slots for each, is 255.
    private static final int MAX_PARAMETERS = 48;

    private static final int MAX_RESULTS = 24;

    private final LargeFunctions.Limits limits;
    private final Labels labels;
    private final PartBounds bounds;
    private final Map<Sequence, List<Part>> found = new HashMap<>();

    private PartFinder(LargeFunctions.Limits limits, int results, Work work) {
        this.limits = limits;
        labels = new Labels(results);
        bounds = new PartBounds(labels, results, work);
    }

    /// Finds parts.
    ///
    /// @param body a function's body, of which it is known what is live
    /// @param results how many results the function has
    /// @return the parts of each sequence that has any, in order
    static Map<Sequence, List<Part>> find(
            Sequence body, int results, LargeFunctions.Limits limits, Work work)
            throws UnsplittableException {
        PartFinder finder = new PartFinder(limits, results, work);
        finder.visit(body);
        return finder.found;
    }

    private void visit(Sequence sequence) throws UnsplittableException {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (at < sequence.size()) {
            if (isOpened(sequence.node(at))) {
                Node.Block block = (Node.Block) sequence.node(at);
                labels.enter(block);
                for (Sequence body : block.bodies()) {
                    visit(body);
                }
                labels.leave();
                at++;
                continue;
            }
            Optional<Part> part = sequence.isStatement(at) ? from(sequence, at) : Optional.empty();
            part.ifPresent(parts::add);
            at = part.map(Part::to).orElse(at + 1);
        }
        if (!parts.isEmpty()) {
            found.put(sequence, parts);
        }
    }

    /// A block that does not fit into a part, and is looked into.
    private boolean isOpened(Node node) {
        return node instanceof Node.Block && node.end() - node.start() > limits.largestPart();
    }

    private Optional<Part> from(Sequence sequence, int from) throws UnsplittableException {
        List<Integer> ends = ends(sequence, from);
        int step = Math.max(1, (ends.size() + TRIES - 1) / TRIES);
        for (int i = ends.size() - 1; i >= 0; i -= step) {
            Optional<Part> part = bounds.part(sequence, from, ends.get(i));
            if (part.isPresent() && isWorthwhile(sequence, part.get())) {
                return part;
            }
        }
        return Optional.empty();
    }

    private List<Integer> ends(Sequence sequence, int from) {
        List<Integer> ends = new ArrayList<>();
        int to = from + 1;
        while (to <= sequence.size()
                && !isOpened(sequence.node(to - 1))
                && sequence.bytes(from, to) <= limits.largestPart()) {
            boolean isEnd = sequence.isStatement(to) || sequence.isDead(to);
            if (isEnd && sequence.bytes(from, to) >= limits.smallestPart()) {
                ends.add(to);
            }
            if (sequence.isDead(to)) {
                break;
            }
            to++;
        }
        return ends;
    }

    private static boolean isWorthwhile(Sequence sequence, Part part) {
        int call =
                3 * part.parameters().size()
                        + 4 * part.results().size()
                        + 3 * part.exits().size()
                        + 8;
        return isCallable(part) && sequence.bytes(part.from(), part.to()) > 2 * call;
    }

    static boolean isCallable(Part part) {
        return part.parameters().size() <= MAX_PARAMETERS && part.results().size() <= MAX_RESULTS;
    }
}
