package dev.culvert.tunnel.carrier.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.culvert.tunnel.carrier.Carrier;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class DeframerTest {
    private final List<Buffer> messages = new ArrayList<>();
    private final Deframer deframer = new Deframer(messages::add);

    @RepeatedTest(50)
    void messagesAreTheSameHoweverTheBytesAreCut(RepetitionInfo repetition) throws FramingException {
        Random random = new Random(repetition.getCurrentRepetition());
        List<Buffer> sent = new ArrayList<>();
        Buffer bytes = Buffer.buffer();
        for (int i = 0; i < 40; i++) {
            byte[] message = new byte[random.nextInt(4) == 0 ? random.nextInt(9_000) : random.nextInt(12)];
            random.nextBytes(message);
            sent.add(Buffer.buffer(message));
            bytes.appendBuffer(Framer.frame(Buffer.buffer(message)));
        }

        int position = 0;
        while (position < bytes.length()) {
            int most = random.nextBoolean() ? 7 : 20_000;
            int next = Math.min(bytes.length(), position + 1 + random.nextInt(most));
            deframer.take(bytes.getBuffer(position, next));
            position = next;
        }

        assertThat(messages).isEqualTo(sent);
        assertThat(deframer.incomplete()).isFalse();
    }

    @Test
    void aMessageOfTheLargestSizeIsTakenByteByByteAndWhole() throws FramingException {
        Buffer largest = Buffer.buffer(new byte[Carrier.MAX_PACKET_BYTES]);
        Buffer bytes = Framer.frame(largest);

        deframer.take(bytes.copy());
        for (int i = 0; i < bytes.length(); i++) {
            deframer.take(bytes.getBuffer(i, i + 1));
        }

        assertThat(messages).containsExactly(largest, largest);
    }

    @Test
    void aMessageThatCameInPiecesHasNoMoreMemoryThanItNeeds() throws FramingException {
        int length = 70_000;
        Buffer bytes =
                Buffer.buffer().appendByte((byte) 0).appendUnsignedInt(length).appendBytes(new byte[length]);
        List<Integer> capacities = new ArrayList<>();
        Deframer deframer = new Deframer(message -> {
            ByteBuf whole = ((BufferInternal) message).getByteBuf();
            while (whole.unwrap() != null) {
                whole = whole.unwrap();
            }
            capacities.add(whole.capacity());
        });
        for (int at = 0; at < bytes.length(); at += 1_000) {
            deframer.take(bytes.getBuffer(at, Math.min(bytes.length(), at + 1_000)));
        }

        assertThat(capacities).containsExactly(Deframer.PREFIX + length);
    }

    @Test
    void aClaimOfFourGigabytesIsRefusedOnceItsPrefixIsThere() throws FramingException {
        deframer.take(Buffer.buffer(new byte[] {0, -1, -1, -1}));

        assertThatThrownBy(() -> deframer.take(Buffer.buffer(new byte[] {-1, 1, 2})))
                .isInstanceOf(FramingException.class)
                .hasMessageContaining("4294967295");
        assertThat(messages).isEmpty();
    }

    @Test
    void aClaimOfOneByteTooMuchIsRefusedBeforeItsBytes() {
        Buffer prefix = Buffer.buffer().appendByte((byte) 0).appendInt(Carrier.MAX_PACKET_BYTES + 1);

        assertThatThrownBy(() -> deframer.take(prefix)).isInstanceOf(FramingException.class);
    }

    @Test
    void aCompressedMessageIsRefused() {
        Buffer bytes = Buffer.buffer().appendByte((byte) 1).appendInt(1).appendByte((byte) 9);

        assertThatThrownBy(() -> deframer.take(bytes))
                .isInstanceOf(FramingException.class)
                .hasMessageContaining("compressed");
        assertThat(messages).isEmpty();
    }

    @Test
    void messagesBeforeABadOneAreTaken() {
        Buffer bytes =
                Framer.frame(Buffer.buffer("good")).copy().appendByte((byte) 7).appendInt(0);

        assertThatThrownBy(() -> deframer.take(bytes)).isInstanceOf(FramingException.class);
        assertThat(messages).containsExactly(Buffer.buffer("good"));
    }

    @Test
    void aTruncatedMessageIsNoMessage() throws FramingException {
        deframer.take(Buffer.buffer().appendByte((byte) 0).appendInt(10).appendString("short"));

        assertThat(messages).isEmpty();
        assertThat(deframer.incomplete()).isTrue();
    }

    @Test
    void whatComesLaterDoesNotChangeAMessageThatWasHandedOver() throws FramingException {
        Buffer first = Framer.frame(Buffer.buffer("first"));
        deframer.take(first.getBuffer(0, 7));
        deframer.take(first.getBuffer(7, first.length()).appendBuffer(Framer.frame(Buffer.buffer("other"))));
        deframer.take(Framer.frame(Buffer.buffer("third")).copy());

        assertThat(messages).containsExactly(Buffer.buffer("first"), Buffer.buffer("other"), Buffer.buffer("third"));
    }
}
