package dev.cenote.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.event.PoolEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of borrowers, and how often. */
class HolderLogTest {

  private final HolderLog log = new HolderLog("orders");

  private static List<StackTraceElement> at(String method) {
    return List.of(new StackTraceElement("com.example.Orders", method, "Orders.java", 7));
  }

  private String nested(List<StackTraceElement> first, List<StackTraceElement> second) {
    return log.nested(new PoolEvent.NestedAcquire(3, "exec-4", first, second));
  }

  @Test
  void aPairOfPlacesIsToldOnce() {
    assertThat(nested(at("outer"), at("inner")))
        .startsWith(
            "orders: thread \"exec-4\" holds #3 from Orders.outer:7 and waits for another"
                + " connection at Orders.inner:7. ");
    assertThat(nested(at("outer"), at("inner"))).isEmpty();
    assertThat(nested(at("other"), at("inner"))).contains("from Orders.other:7");
    assertThat(nested(at("outer"), at("deeper"))).contains("at Orders.deeper:7");
    assertThat(nested(at("other"), at("inner"))).isEmpty();
  }

  @Test
  void whereTheFirstPlaceIsNotKnownTheSecondOneIsToldOnce() {
    assertThat(nested(List.of(), at("inner")))
        .startsWith(
            "orders: thread \"exec-4\" holds #3 and waits for another connection at"
                + " Orders.inner:7. ");
    assertThat(nested(List.of(), at("inner"))).isEmpty();
  }

  @Test
  void howeverManyPairsThereAreANewOneIsTold() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(nested(List.of(), at("inner" + i))).isNotEmpty();
      assertThat(nested(List.of(), at("inner" + i))).isEmpty();
    }
  }
}
