package cloud.maidan.portal.services.http;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;

/**
 * Text messages to and from a service over one WebSocket (RFC 6455), bounded as a {@link Call} is: everything must have
 * been said by the deadline, and all that was heard together stays below the size. The JDK's own WebSocket would read a
 * refusal of any length into memory.
 */
public final class Conversation implements AutoCloseable {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int LONGEST_CONTROL = 125;

    private final String name;
    private final Socket socket;
    private final Alarm alarm;
    private final Heard heard;

    private Conversation(String name, Socket socket, Alarm alarm, Heard heard) {
        this.name = name;
        this.socket = socket;
        this.alarm = alarm;
        this.heard = heard;
    }

    /** @param name for the log: service and path, without values */
    static Conversation open(WebSocketHandshake handshake, String name, Duration within, OutboundHttp.Wire wire) {
        Socket socket = new Socket();
        Alarm alarm = Alarm.in(within, () -> closeQuietly(socket), wire.alarms());
        boolean open = false;
        try {
            Socket line = handshake.connect(socket, wire.limits().connect());
            var heard = new Heard(line.getInputStream(), wire.limits().size().toBytes(), name);
            handshake.agree(heard, line.getOutputStream(), name, wire.clock());
            open = true;
            return new Conversation(name, line, alarm, heard);
        } catch (IOException e) {
            throw Faults.of(e, name, alarm.rang());
        } finally {
            if (!open) {
                alarm.close();
                closeQuietly(socket);
            }
        }
    }

    /** Sends one message. */
    public void say(String text) {
        send(Opcode.TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Waits for the next message. */
    public String hear() {
        try {
            return message();
        } catch (IOException e) {
            throw Faults.of(e, name, alarm.rang());
        }
    }

    @Override
    public void close() {
        try {
            if (!alarm.rang()) {
                send(Opcode.CLOSE, new byte[] {3, (byte) 0xe8}); // 1000: normal
            }
        } catch (ServiceFault e) {
            // whoever is gone needs no goodbye
        } finally {
            alarm.close();
            closeQuietly(socket);
        }
    }

    private String message() throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        boolean begun = false;
        while (true) {
            Frame frame = Frame.read(heard, begun);
            switch (frame.opcode()) {
                case Opcode.TEXT, Opcode.CONTINUATION -> {
                    heard.mustBe(begun == (frame.opcode() == Opcode.CONTINUATION));
                    begun = true;
                    message.write(frame.content());
                    if (frame.last()) {
                        return message.toString(StandardCharsets.UTF_8);
                    }
                }
                case Opcode.PING -> send(Opcode.PONG, frame.content());
                case Opcode.PONG -> {}
                case Opcode.CLOSE -> throw new ServiceFault(Fault.BROKEN, null, name + " ended the conversation", null);
                default -> throw heard.unreadable();
            }
        }
    }

    private void send(int opcode, byte[] content) {
        byte[] mask = new byte[4];
        RANDOM.nextBytes(mask);
        ByteArrayOutputStream frame = new ByteArrayOutputStream(content.length + 14);
        frame.write(0x80 | opcode);
        if (content.length <= LONGEST_CONTROL) {
            frame.write(0x80 | content.length);
        } else if (content.length <= 0xffff) {
            frame.write(0x80 | 126);
            frame.write(content.length >> 8);
            frame.write(content.length);
        } else {
            frame.write(0x80 | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) content.length >> shift));
            }
        }
        frame.writeBytes(mask);
        for (int i = 0; i < content.length; i++) {
            frame.write(content[i] ^ mask[i % 4]);
        }
        try {
            OutputStream out = socket.getOutputStream();
            frame.writeTo(out);
            out.flush();
        } catch (IOException e) {
            throw Faults.of(e, name, alarm.rang());
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is closed enough
        }
    }

    private static final class Opcode {
        static final int CONTINUATION = 0;
        static final int TEXT = 1;
        static final int CLOSE = 8;
        static final int PING = 9;
        static final int PONG = 10;
    }

    private record Frame(int opcode, boolean last, byte[] content) {

        /** @param begun whether a message has begun, so that an end here cuts it short */
        static Frame read(Heard heard, boolean begun) throws IOException {
            int first = heard.byteOr(begun ? null : Fault.BROKEN);
            int second = heard.next();
            int opcode = first & 0x0f;
            boolean last = (first & 0x80) != 0;
            boolean control = opcode >= Opcode.CLOSE;
            long length = second & 0x7f;
            // no extension was agreed on, a server does not mask, and control frames are short and whole
            heard.mustBe(
                    (first & 0x70) == 0 && (second & 0x80) == 0 && !(control && (!last || length > LONGEST_CONTROL)));
            if (length >= 126) {
                length = heard.number(length == 126 ? 2 : 8);
            }
            return new Frame(opcode, last, heard.bytes(length));
        }
    }
}
