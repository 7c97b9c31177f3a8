package io.jwasm.bundle.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jwasm.bundle.testing.TarMaker;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TarReaderTest {

    @Test
    void entriesOfAnotherArchiverAreRead() throws IOException {
        byte[] archive =
                new TarMaker()
                        .directory("d", 0750)
                        .file("d/file", "content".getBytes(StandardCharsets.UTF_8), 0640)
                        .symbolicLink("s", "../x")
                        .hardLink("h", "d/file")
                        .node("dev", (byte) '3')
                        .node("fifo", (byte) '6')
                        .bytes();
        TarReader reader = reader(archive);
        assertThat(reader.next()).returns("d/", TarEntry::name).returns(0750, TarEntry::mode);
        assertThat(reader.next()).returns(7L, TarEntry::sizeBytes).returns(0640, TarEntry::mode);
        assertThat(reader.content()).hasContent("content");
        assertThat(reader.next()).returns("../x", TarEntry::linkName);
        assertThat(reader.next()).returns(TarEntry.Type.HARD_LINK, TarEntry::type);
        assertThat(reader.next()).returns(TarEntry.Type.DEVICE, TarEntry::type);
        assertThat(reader.next()).returns(TarEntry.Type.FIFO, TarEntry::type);
        assertThat(reader.next()).isNull();
    }

    @ParameterizedTest(name = "long names as {0}")
    @ValueSource(
            ints = {TarArchiveOutputStream.LONGFILE_GNU, TarArchiveOutputStream.LONGFILE_POSIX})
    void longNamesAndBigNumbersAreRead(int longFileMode) throws IOException {
        boolean isGnu = longFileMode == TarArchiveOutputStream.LONGFILE_GNU;
        int numbers =
                isGnu
                        ? TarArchiveOutputStream.BIGNUMBER_STAR
                        : TarArchiveOutputStream.BIGNUMBER_POSIX;
        String longName = "ü/" + "n".repeat(300);
        TarArchiveEntry entry = new TarArchiveEntry(longName, (byte) '2', true);
        entry.setLinkName("t".repeat(200));
        entry.setUserId(4_000_000_000L);
        byte[] archive = new TarMaker(longFileMode, numbers).put(entry, new byte[0]).bytes();
        TarEntry read = first(archive);
        assertThat(TarEntry.display(read.name())).startsWith("\"ü/nnn");
        assertThat(read.name()).hasSize(303);
        assertThat(read.linkName()).hasSize(200);
        assertThat(read.uid()).isEqualTo(4_000_000_000L);
    }

    @Test
    void namesThatAreNotUtf8KeepTheirBytes() throws IOException {
        byte[] archive = new TarMaker().file("aXb", "").bytes();
        archive[1] = (byte) 0xe9;
        fixChecksum(archive);
        TarEntry entry = first(archive);
        assertThat(entry.name().getBytes(StandardCharsets.ISO_8859_1))
                .containsExactly('a', 0xe9, 'b');
    }

    @Test
    void whatTheWriterWritesIsReadBackTheSame() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarWriter writer = new TarWriter(out)) {
            writer.putDirectory("d", 0755);
            writer.putFile("d/" + "ü".repeat(150), 0644, new byte[700]);
            writer.putSymbolicLink("l", "t".repeat(150));
        }
        TarReader reader = reader(out.toByteArray());
        assertThat(names(reader)).hasSize(3).first().isEqualTo("d/");
        assertThat(out.size() % 512).isZero();
    }

    @Test
    void contentThatIsNotReadIsSkipped() throws IOException {
        byte[] archive = new TarMaker().file("a", "x".repeat(2000)).file("b", "y").bytes();
        TarReader reader = reader(archive);
        assertThat(reader.next()).isNotNull();
        assertThat(reader.content().read()).isEqualTo('x');
        assertThat(reader.next()).returns("b", TarEntry::name);
        assertThat(reader.content()).hasContent("y");
    }

    @ParameterizedTest(name = "cut at {0}")
    @CsvSource({"100", "511", "513", "1000", "1535"})
    void truncatedArchivesAreRefused(int length) {
        byte[] archive = new TarMaker().file("a", "x".repeat(1000)).bytes();
        assertThatExceptionOfType(TarException.class)
                .isThrownBy(() -> names(reader(Arrays.copyOf(archive, length))))
                .withMessage("the archive is truncated");
    }

    @Test
    void wrongChecksumIsRefused() {
        byte[] archive = new TarMaker().file("a", "x").bytes();
        archive[0]++;
        assertThatExceptionOfType(TarException.class)
                .isThrownBy(() -> names(reader(archive)))
                .withMessage("a header's checksum is wrong");
    }

    @Test
    void endlessLongNameIsRefusedBeforeItIsRead() throws IOException {
        byte[] header = new TarMaker().file("././@LongLink", "").bytes();
        header[156] = 'L';
        putOctal(header, 124, 11, 7L << 30);
        fixChecksum(header);
        byte[] start = Arrays.copyOf(header, 512);
        InputStream endless = new SequenceInputStream(new ByteArrayInputStream(start), new Zeros());
        assertThatExceptionOfType(TarException.class)
                .isThrownBy(() -> new TarReader(endless).next())
                .withMessage(
                        "a header of 7516192768 bytes is longer than the 4097 that it may have");
    }

    @Test
    void manyLongNamesInARowTakeNoStack() throws IOException {
        byte[] one = new TarMaker().file("././@LongLink", "name").bytes();
        one[156] = 'L';
        fixChecksum(one);
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        for (int i = 0; i < 100_000; i++) {
            archive.write(one, 0, 1024);
        }
        archive.writeBytes(new TarMaker().file("short", "").bytes());
        assertThat(names(reader(archive.toByteArray()))).containsExactly("name");
    }

    @ParameterizedTest(name = "type {0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    S | entry "a": sparse files are not supported
                    M | entry "a": the type 0x4d is not supported
                    D | entry "a": the type 0x44 is not supported
                    """)
    void typesThatCannotBeReadAreNamed(char type, String fault) {
        byte[] archive = new TarMaker().file("a", "x").bytes();
        archive[156] = (byte) type;
        fixChecksum(archive);
        assertThatExceptionOfType(TarException.class)
                .isThrownBy(() -> reader(archive).next())
                .withMessage(fault);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "x",
                "5 a=b",
                "99 path=x\n",
                "7 path=\n",
                "0 a=b\n",
                "999999999 a=b\n",
                "9 path=ab",
                "6 =abc\n",
            })
    void malformedExtendedHeadersAreRefused(String records) {
        byte[] archive = new TarMaker().file("a", records).file("b", "").bytes();
        archive[156] = 'x';
        fixChecksum(archive);
        assertThatExceptionOfType(TarException.class)
                .isThrownBy(() -> reader(archive).next())
                .withMessage("an extended header is malformed");
    }

    @ParameterizedTest(name = "size {0}")
    @ValueSource(strings = {"9223372036854775807", "9223372036854775000"})
    void sizesOutOfRangeAreRefused(String size) {
        String value = "size=" + size + "\n";
        String record = (value.length() + 3) + " " + value;
        byte[] archive = new TarMaker().file("a", record).file("b", "").bytes();
        archive[156] = 'x';
        fixChecksum(archive);
        assertThatExceptionOfType(TarException.class)
                .isThrownBy(() -> names(reader(archive)))
                .withMessageMatching("an entry's size is out of range|the archive is truncated");
    }

    @Test
    void numberThatIsNoneIsRefusedByItsField() {
        byte[] archive = new TarMaker().file("a", "").bytes();
        archive[124] = 'z';
        fixChecksum(archive);
        assertThatExceptionOfType(TarException.class)
                .isThrownBy(() -> reader(archive).next())
                .withMessage("a header's size is not a number");
    }

    private static List<String> names(TarReader reader) throws IOException {
        List<String> names = new ArrayList<>();
        TarEntry entry;
        while ((entry = reader.next()) != null) {
            names.add(entry.name());
        }
        return names;
    }

    private static TarEntry first(byte[] archive) throws IOException {
        return Objects.requireNonNull(reader(archive).next());
    }

    private static TarReader reader(byte[] archive) {
        return new TarReader(new ByteArrayInputStream(archive));
    }

    private static void fixChecksum(byte[] header) {
        Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += header[i] & 0xff;
        }
        putOctal(header, 148, 7, sum);
    }

    private static void putOctal(byte[] header, int offset, int digits, long value) {
        byte[] text = ("%0" + digits + "o").formatted(value).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, header, offset, digits);
    }

    private static final class Zeros extends InputStream {
        @Override
        public int read() {
            return 0;
        }
    }
}
