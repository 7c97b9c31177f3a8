package io.jwasm.bundle.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jwasm.bundle.error.BundleException;
import io.jwasm.bundle.testing.LayoutMaker;
import io.jwasm.bundle.testing.TarMaker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageSourceTest {

    private static final String RUN =
            """
            "Entrypoint": ["/app.wasm"], "Cmd": ["a", "b"], "Env": ["K=v"],
            "WorkingDir": "/w", "User": "1000:1000", "Labels": {"l": "1"}
            """;

    private static final String ARTIFACT = "application/vnd.wasm.config.v0+json";

    @TempDir Path temporary;

    private Path target;

    @BeforeEach
    void makeTarget() throws IOException {
        target = Files.createDirectory(temporary.resolve("target"));
    }

    @Test
    void layoutDirectoryIsUnpackedWithItsConfiguration() throws Exception {
        Path layout = simple().writeDirectory(temporary.resolve("layout"));
        ImageConfig config = unpack(layout, "");
        assertThat(config.args(List.of())).containsExactly("/app.wasm", "a", "b");
        assertThat(config.args(List.of("c"))).containsExactly("/app.wasm", "c");
        assertThat(config.env()).containsExactly("K=v");
        assertThat(config.workingDir()).isEqualTo("/w");
        assertThat(config.user()).isEqualTo("1000:1000");
        assertThat(config.labels()).containsEntry("l", "1");
        assertThat(config.platform()).isEqualTo(Platform.WASI);
        assertThat(target.resolve("app.wasm")).hasContent("module");
    }

    @Test
    void archiveOfALayoutIsUnpacked() throws Exception {
        unpack(simple().writeArchive(temporary.resolve("image.tar")), "");
        assertThat(target.resolve("app.wasm")).hasContent("module");
    }

    @Test
    void compressedArchiveIsUnpackedAndLeavesNoTemporaryFile() throws Exception {
        Path archive = temporary.resolve("image.tar.gz");
        Files.write(archive, TarMaker.gzip(simple().archive()));
        long before = temporaryFiles();
        unpack(archive, "");
        assertThat(target.resolve("app.wasm")).hasContent("module");
        assertThat(temporaryFiles()).isEqualTo(before);
    }

    @Test
    void imagesBehindNestedIndexesAreFound() throws Exception {
        unpack(simple().nested().nested().writeArchive(temporary.resolve("image.tar")), "");
        assertThat(target.resolve("app.wasm")).hasContent("module");
    }

    @Test
    void compressedLayersAreUnpackedAndLaterOnesHide() throws Exception {
        LayoutMaker layout = new LayoutMaker();
        byte[] lower = new TarMaker().file("gone", "1").file("app.wasm", "old").bytes();
        byte[] upper = new TarMaker().file(".wh.gone", "").file("app.wasm", "new").bytes();
        layout.image(
                "x",
                "linux/amd64",
                RUN,
                layout.blob(LayoutMaker.TAR + "+gzip", TarMaker.gzip(lower), ""),
                layout.blob(
                        "application/vnd.docker.image.rootfs.diff.tar.gzip",
                        TarMaker.gzip(upper),
                        ""));
        unpack(layout.writeArchive(temporary.resolve("image.tar")), "");
        assertThat(target.resolve("app.wasm")).hasContent("new");
        assertThat(target.resolve("gone")).doesNotExist();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "application/wasm",
                "application/vnd.wasm.content.layer.v1+wasm",
                "application/vnd.bytecodealliance.wasm.component.layer.v0+wasm"
            })
    void moduleOfAnArtifactBecomesTheEntrypoint(String mediaType) throws Exception {
        LayoutMaker layout = new LayoutMaker();
        String layer = layout.blob(mediaType, LayoutMaker.bytes("module"), "");
        layout.artifact("x", ARTIFACT, "{\"architecture\": \"wasm\", \"os\": \"wasip1\"}", layer);
        ImageConfig config = unpack(layout.writeArchive(temporary.resolve("image.tar")), "");
        assertThat(config.entrypoint()).containsExactly("/module.wasm");
        assertThat(target.resolve("module.wasm")).hasContent("module");
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "hello.wasm, /hello.wasm",
        "../../escape.wasm, /module.wasm",
        ".., /module.wasm",
        ".hidden, /module.wasm"
    })
    void titleNamesTheModuleWhenItIsAFileName(String title, String path) throws Exception {
        LayoutMaker layout = new LayoutMaker();
        String annotations =
                ", \"annotations\": {\"org.opencontainers.image.title\": \"%s\"}".formatted(title);
        String layer = layout.blob("application/wasm", LayoutMaker.bytes("m"), annotations);
        layout.artifact("x", ARTIFACT, "{}", layer);
        ImageConfig config = unpack(layout.writeArchive(temporary.resolve("image.tar")), "");
        assertThat(config.entrypoint()).containsExactly(path);
        assertThat(target.resolve(path.substring(1))).hasContent("m");
    }

    @Test
    void moduleGoesWhereTheConfigurationLooksForIt() throws Exception {
        LayoutMaker layout = new LayoutMaker();
        layout.image(
                "x",
                "wasi/wasm",
                "\"Entrypoint\": [\"/bin/app.wasm#run\"]",
                layout.blob("application/wasm", LayoutMaker.bytes("m"), ""));
        ImageConfig config = unpack(layout.writeArchive(temporary.resolve("image.tar")), "");
        assertThat(config.entrypoint()).containsExactly("/bin/app.wasm#run");
        assertThat(target.resolve("bin/app.wasm")).hasContent("m");
    }

    @ParameterizedTest(name = "{1} of {0}")
    @CsvSource({
        "'linux/amd64 wasi/wasm windows/amd64', wasi/wasm",
        "'linux/amd64 wasip1/wasm', wasip1/wasm",
        "'linux/amd64 wasi/wasm32 wasip1/wasm', wasip1/wasm",
        "'wasip2/wasm linux/amd64', wasip2/wasm",
        "'windows/amd64 linux/s390x', linux/s390x",
    })
    void bestPlatformIsChosen(String platforms, String chosen) throws Exception {
        LayoutMaker layout = new LayoutMaker();
        for (String platform : platforms.split(" ", -1)) {
            layout.image("x", platform, RUN, layer(layout, platform));
        }
        ImageConfig config = unpack(layout.writeArchive(temporary.resolve("image.tar")), "");
        assertThat(config.platform()).hasToString(chosen);
        assertThat(target.resolve("app.wasm")).hasContent(chosen);
    }

    @Test
    void imageIsChosenByItsName() throws Exception {
        LayoutMaker layout = new LayoutMaker();
        layout.image("docker.io/library/a:1", "wasi/wasm", RUN, layer(layout, "a"));
        layout.image("b:1", "wasi/wasm", RUN, layer(layout, "b"));
        Path archive = layout.writeArchive(temporary.resolve("image.tar"));
        unpack(archive, "a:1");
        assertThat(target.resolve("app.wasm")).hasContent("a");
        assertFault(
                archive, "", "\"%s\" holds 2 images, \"docker.io/library/a:1\", \"b:1\": name one");
        assertFault(
                archive,
                "c:1",
                "\"%s\" holds no image \"c:1\", only \"docker.io/library/a:1\", \"b:1\"");
    }

    @Test
    void attestationsAreNoImages() throws Exception {
        LayoutMaker layout = simple();
        String statement =
                layout.blob(
                        "application/vnd.oci.image.manifest.v1+json",
                        LayoutMaker.bytes("{}"),
                        ", \"platform\": {\"os\": \"unknown\", \"architecture\": \"unknown\"}");
        String index = new String(layout.archive(), StandardCharsets.UTF_8);
        int start = index.indexOf("{\"schemaVersion\": 2, \"manifests\": [");
        String text = index.substring(start, index.indexOf("\0", start));
        layout.file(
                "index.json",
                text.replace("\"manifests\": [", "\"manifests\": [" + statement + ", "));
        unpack(layout.writeArchive(temporary.resolve("image.tar")), "");
        assertThat(target.resolve("app.wasm")).hasContent("module");
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    0061736d01000000 | is a WebAssembly module, and no image
                    7f454c4602010100000000000000000002003e00 | is an ELF executable for x86-64, not a WebAssembly module, and no image
                    ''               | is an empty file, not a WebAssembly module, and no image
                    504b0304         | is a zip file, not a WebAssembly module, and no image
                    """)
    void otherFilesAreNamedByTheirKind(String hex, String fault) throws IOException {
        Path file = Files.write(temporary.resolve("file"), HexFormat.of().parseHex(hex));
        assertFault(file, "", "\"%s\" " + fault);
    }

    @Test
    void whatIsNoImageIsSaid() throws IOException {
        Path tar = temporary.resolve("some.tar");
        Files.write(tar, new TarMaker().file("readme", "x").bytes());
        assertFault(
                tar,
                "",
                "\"%s\" is a tar archive but no image: it has neither index.json nor"
                        + " manifest.json");
        assertFault(
                target, "", "\"%s\" is a directory but no OCI image layout: it has no index.json");
        assertFault(temporary.resolve("none"), "", "\"%s\": no such file or directory");
        assertFault(
                new LayoutMaker().writeArchive(temporary.resolve("empty.tar")),
                "",
                "\"%s\" holds no image");
        LayoutMaker layout = new LayoutMaker();
        layout.image("x", "windows/amd64", RUN, layer(layout, "x"));
        assertFault(
                layout.writeArchive(temporary.resolve("windows.tar")),
                "",
                "\"%s\" has no image for wasi/wasm or linux, only for windows/amd64");
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {                           | index.json: line 1, column 2: Unexpected end-of-input
                    {"manifests": 1}            | index.json: manifests must be an array, not the number 1
                    {"manifests": [{"mediaType": "application/vnd.oci.image.manifest.v1+json", "digest": "sha256:../../x"}]} | index.json: manifests[0]: "sha256:../../x" is not a sha256 or sha512 digest
                    {"manifests": [{"mediaType": "application/vnd.oci.image.manifest.v1+json", "digest": "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}]} | "
                    """)
    void brokenIndexesAreRefused(String index, String fault) {
        Path archive =
                new LayoutMaker()
                        .file("index.json", index)
                        .writeArchive(temporary.resolve("i.tar"));
        assertThatExceptionOfType(BundleException.class)
                .isThrownBy(() -> ImageSource.open(archive))
                .withMessageStartingWith(fault)
                .returns(BundleException.Kind.INVALID_ARGUMENT, BundleException::kind);
    }

    @Test
    void spoiledAndLostBlobsAreRefused() {
        Path layer =
                simple().spoil(0, new TarMaker().file("evil", "x").bytes())
                        .writeArchive(temporary.resolve("a.tar"));
        assertUnpackingFault(layer, "the digest is sha256:");
        Path lost = simple().lose(0).writeArchive(temporary.resolve("b.tar"));
        assertUnpackingFault(lost, " is missing");
        Path config =
                simple().spoil(1, LayoutMaker.bytes("{}")).writeArchive(temporary.resolve("c.tar"));
        assertThatExceptionOfType(BundleException.class)
                .isThrownBy(() -> ImageSource.open(config))
                .withMessageContaining("the digest is sha256:");
    }

    @Test
    void wrongDiffIdIsRefused() {
        LayoutMaker layout = new LayoutMaker();
        String config =
                "{\"os\": \"wasi\", \"architecture\": \"wasm\", \"rootfs\": {\"diff_ids\": [\"sha256:%s\"]}}"
                        .formatted("0".repeat(64));
        layout.artifact("x", LayoutMaker.CONFIG, config, layer(layout, "x"));
        assertUnpackingFault(
                layout.writeArchive(temporary.resolve("image.tar")),
                " uncompressed: the digest is ");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "application/vnd.oci.image.layer.v1.tar+zstd, is not supported; build the image with gzip"
                + " layers",
        "application/vnd.oci.image.layer.v1.tar+encrypted, is not supported",
        "text/plain, is not supported",
    })
    void unknownLayersAreNamedByTheirMediaType(String mediaType, String fault) {
        LayoutMaker layout = new LayoutMaker();
        layout.image("x", "wasi/wasm", RUN, layout.blob(mediaType, new byte[10], ""));
        assertUnpackingFault(
                layout.writeArchive(temporary.resolve("image.tar")),
                "the media type \"" + mediaType + "\" " + fault);
        assertThat(target).isEmptyDirectory();
    }

    @Test
    void zstdLayerOfAnotherNameIsTold() {
        LayoutMaker layout = new LayoutMaker();
        byte[] zstd = HexFormat.of().parseHex("28b52ffd00000000");
        layout.image("x", "wasi/wasm", RUN, layout.blob(LayoutMaker.TAR, zstd, ""));
        assertUnpackingFault(
                layout.writeArchive(temporary.resolve("image.tar")),
                "zstd compression (media type \"" + LayoutMaker.TAR + "\") is not supported");
    }

    @Test
    void hostileAndBrokenLayersAreRefused() {
        LayoutMaker hostile = new LayoutMaker();
        byte[] escape = new TarMaker().file("../escaped", "x").bytes();
        hostile.image("x", "wasi/wasm", RUN, hostile.blob(LayoutMaker.TAR, escape, ""));
        assertUnpackingFault(
                hostile.writeArchive(temporary.resolve("a.tar")), "\"..\" leads out of the image");
        assertThat(temporary.resolve("escaped")).doesNotExist();
        LayoutMaker broken = new LayoutMaker();
        byte[] gzip = TarMaker.gzip(escape);
        byte[] cut = Arrays.copyOf(gzip, gzip.length / 2);
        broken.image("x", "wasi/wasm", RUN, broken.blob(LayoutMaker.TAR, cut, ""));
        assertUnpackingFault(
                broken.writeArchive(temporary.resolve("b.tar")), "the gzip data is truncated");
    }

    private void assertFault(Path source, String reference, String fault) {
        assertThatExceptionOfType(BundleException.class)
                .isThrownBy(() -> ImageSource.open(source, reference))
                .withMessage(fault.formatted(source));
    }

    private void assertUnpackingFault(Path archive, String fault) {
        assertThatExceptionOfType(BundleException.class)
                .isThrownBy(() -> unpack(archive, ""))
                .withMessageContaining(fault)
                .returns(BundleException.Kind.INVALID_ARGUMENT, BundleException::kind);
    }

    private ImageConfig unpack(Path source, String reference) throws Exception {
        try (ImageSource image = ImageSource.open(source, reference)) {
            return image.unpack(target);
        }
    }

    private static LayoutMaker simple() {
        LayoutMaker layout = new LayoutMaker();
        return layout.image("x:1", "wasi/wasm", RUN, layer(layout, "module"));
    }

    private static String layer(LayoutMaker layout, String module) {
        return layout.blob(LayoutMaker.TAR, new TarMaker().file("app.wasm", module).bytes(), "");
    }

    private static long temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("jwasm-image-"))
                    .count();
        }
    }
}
