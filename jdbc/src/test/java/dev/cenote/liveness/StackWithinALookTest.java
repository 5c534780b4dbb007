package dev.cenote.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A look on a thread that is about to run out of stack. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StackWithinALookTest {

  private static final int ROUNDS = 40;
  private static final int STACK_BYTES = 256 * 1024;

  /** Looks at every depth at which the stack ends within the look. Returns whether it did. */
  @SuppressWarnings("InfiniteRecursion") // until the stack ends
  private static boolean lookAtTheEnd(LookSocket socket) {
    boolean ended;
    try {
      ended = lookAtTheEnd(socket);
    } catch (StackOverflowError deepest) {
      ended = true;
    }
    if (ended) {
      try {
        socket.look();
        return false; // from here up there is stack enough
      } catch (StackOverflowError within) {
        return true;
      }
    }
    return false;
  }

  @Test
  void neitherLosesNorDoublesAByte() throws Exception {
    List<String> outcomes = new ArrayList<>();
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      for (int round = 0; round < ROUNDS; round++) {
        try (LookSocket near = LookSocket.open()) {
          near.connect(server.getLocalSocketAddress());
          try (Socket far = server.accept()) {
            near.settle();
            if (round % 2 == 0) {
              far.getOutputStream().write(new byte[] {11, 12, 13});
            }
            FutureTask<Boolean> looks = new FutureTask<>(() -> lookAtTheEnd(near));
            Thread thread = new Thread(null, looks, "looks", STACK_BYTES + round * 16L);
            thread.start();
            looks.get();
            if (round % 2 != 0) {
              far.getOutputStream().write(new byte[] {11, 12, 13});
            }
            outcomes.add(outcome(near.getInputStream()));
          }
        }
      }
    }
    assertThat(outcomes).allMatch(each -> each.equals("11 12 13") || each.equals("refused"));
  }

  private static String outcome(InputStream input) {
    try {
      byte[] read = input.readNBytes(3);
      return read[0] + " " + read[1] + " " + read[2];
    } catch (IOException refused) {
      return "refused";
    }
  }
}
