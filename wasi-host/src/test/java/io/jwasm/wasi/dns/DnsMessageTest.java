package io.jwasm.wasi.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.wasi.dns.DnsMessage.Answer;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DnsMessageTest {

    private static final byte[] QUESTION =
            DnsMessage.question(0x1234, "web.example", DnsMessage.TYPE_A).orElseThrow();
    private static final String ALIAS = "c00c 0005 0001 0000003c 0006 03 777777 c010";
    private static final String ADDRESS = "c00c 0001 0001 0000003c 0004 0a000001";
    private static final int ROUNDS = 50_000;

    @Test
    void questionIsThatOfTheSpecification() {
        assertThat(HexFormat.of().formatHex(QUESTION))
                .isEqualTo("1234010000010000000000000377656207" + "6578616d706c650000010001");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a..b", "a.", ".a"})
    void nameWithAnEmptyLabelCannotBeAsked(String name) {
        assertThat(DnsMessage.question(1, name, DnsMessage.TYPE_A)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"63, 1, true", "64, 1, false", "49, 5, true", "50, 5, false"})
    void namesHaveLengths(int label, int labels, boolean canBeAsked) {
        String name = String.join(".", Collections.nCopies(labels, "a".repeat(label)));

        assertThat(DnsMessage.question(1, name, DnsMessage.TYPE_A).isPresent())
                .isEqualTo(canBeAsked);
    }

    @Test
    void addressesBehindAnAliasAreFound() {
        Answer answer = answer(message(0x8180, 2, ALIAS, ADDRESS)).orElseThrow();

        assertThat(answer.code()).isZero();
        assertThat(answer.addresses()).containsExactly(new byte[] {10, 0, 0, 1});
    }

    @Test
    void nameThatDoesNotExistIsToldSo() {
        Answer answer = answer(message(0x8183, 0)).orElseThrow();

        assertThat(answer.code()).isEqualTo(Answer.NO_SUCH_NAME);
        assertThat(answer.addresses()).isEmpty();
    }

    @Test
    void answerMayRepeatTheQuestionInOtherLetters() {
        byte[] message = message(0x8180, 1, ADDRESS);
        message[13] = 'W';

        assertThat(answer(message)).isPresent();
    }

    @Test
    void whatAnswersAnotherQuestionIsNone() {
        byte[] otherId = message(0x8180, 1, ADDRESS);
        otherId[1]++;
        byte[] otherName = message(0x8180, 1, ADDRESS);
        otherName[13] = 'v';

        assertThat(answer(otherId)).isEmpty();
        assertThat(answer(otherName)).isEmpty();
        assertThat(answer(message(0x0100, 1, ADDRESS))).as("a question").isEmpty();
    }

    @Test
    void recordsOfOtherTypesClassesAndLengthsArePassedOver() {
        byte[] message =
                message(
                        0x8180,
                        4,
                        "c00c 001c 0001 00000000 0010 20010db8000000000000000000000001",
                        "c00c 0001 0003 00000000 0004 0a000009",
                        "c00c 0001 0001 00000000 0003 0a0000",
                        ADDRESS);

        assertThat(answer(message).orElseThrow().addresses())
                .containsExactly(new byte[] {10, 0, 0, 1});
    }

    @Test
    void everyTornAnswerIsNone() {
        byte[] whole = message(0x8180, 2, ALIAS, ADDRESS);
        for (int length = 0; length < whole.length; length++) {
            assertThat(answer(Arrays.copyOf(whole, length))).as("%d bytes", length).isEmpty();
        }
    }

    @Test
    @Tag("fuzz")
    void mutatedAnswerIsReadOrNone() {
        byte[] whole = message(0x8180, 2, ALIAS, ADDRESS);
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(round);
            byte[] mutant = Arrays.copyOf(whole, random.nextInt(DnsMessage.MAX_BYTES));
            for (int i = random.nextInt(8); i > 0 && mutant.length > QUESTION.length; i--) {
                int at = QUESTION.length + random.nextInt(mutant.length - QUESTION.length);
                mutant[at] = (byte) random.nextInt();
            }
            if (mutant.length > 7) {
                mutant[6] = (byte) random.nextInt();
                mutant[7] = (byte) random.nextInt();
            }
            answer(mutant)
                    .ifPresent(answer ->
                            assertThat(answer.addresses())
                                    .hasSizeLessThanOrEqualTo(DnsMessage.MAX_BYTES / 10)
                                    .allMatch(address -> address.length == 4));
        }
    }

    private static Optional<Answer> answer(byte[] message) {
        return DnsMessage.answer(message, QUESTION, DnsMessage.TYPE_A);
    }

    private static byte[] message(int flags, int count, String... records) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] head = QUESTION.clone();
        head[2] = (byte) (flags >>> 8);
        head[3] = (byte) flags;
        head[7] = (byte) count;
        out.writeBytes(head);
        for (String record : records) {
            out.writeBytes(HexFormat.of().parseHex(record.replace(" ", "")));
        }
        return out.toByteArray();
    }
}
