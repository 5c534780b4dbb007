package dev.cenote.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.bench.pool.PoolAdapter;
import dev.cenote.bench.pool.Pools;
import dev.cenote.bench.row.Row;
import dev.cenote.bench.row.Span;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChoiceTest {

  private final Choice choice =
      new Choice(
          List.of(Samples.CYCLE),
          List.of(Samples.CENOTE, Samples.HIKARI, Samples.BEE),
          4,
          false,
          0);

  @Test
  void whoWentFirstGoesLastNextTimeAndThenAnotherOneBegins() {
    assertThat(order(0)).containsExactly("cenote", "hikari", "beecp");
    assertThat(order(1)).containsExactly("beecp", "hikari", "cenote");
    assertThat(order(2)).containsExactly("hikari", "beecp", "cenote");
    assertThat(order(3)).containsExactly("cenote", "beecp", "hikari");
  }

  @Test
  void inTwiceAsManyRoundsAsPoolsEachIsFirstTwice() {
    assertThat(IntStream.range(0, 6).mapToObj(round -> order(round).get(0)))
        .containsExactlyInAnyOrder("cenote", "cenote", "hikari", "hikari", "beecp", "beecp");
  }

  @Test
  void overTheRowsEachPoolIsOnceInEachPlaceOfASingleRound() {
    List<List<String>> orders =
        List.of("cycle.1on32", "cycle.2on32", "cycle.8on32").stream()
            .map(key -> Catalogue.row(key).orElseThrow())
            .map(row -> choice.orderOf(row, 0).stream().map(PoolAdapter::key).toList())
            .toList();
    assertThat(orders)
        .containsExactly(
            List.of("cenote", "hikari", "beecp"),
            List.of("hikari", "beecp", "cenote"),
            List.of("beecp", "cenote", "hikari"));
  }

  @Test
  void theFloorIsWhereNobodyWaitsAndTheGatesAreWhereSomebodyDoes() {
    Choice bounds =
        new Choice(List.of(), Pools.ALL.stream().filter(PoolAdapter::isBound).toList(), 1, true, 0);
    assertThat(bounds.poolsOf(Samples.CYCLE))
        .extracting(PoolAdapter::key)
        .containsExactly("bound-floor");
    assertThat(bounds.poolsOf(Samples.CONTENDED))
        .extracting(PoolAdapter::key)
        .containsExactly("bound-barging", "bound-fair");
    assertThat(bounds.poolsOf(Catalogue.row("burst.cold").orElseThrow())).isEmpty();
  }

  @Test
  void toBeWithoutAPoolIsABoundWhereRealDatabasesAreAsked() {
    Choice all = new Choice(List.of(), Pools.ALL, 1, true, 0);
    assertThat(
            Catalogue.ALL.stream()
                .filter(
                    row -> all.poolsOf(row).stream().anyMatch(pool -> pool.key().equals("none")))
                .map(Row::key))
        .hasSize(13)
        .allMatch(key -> key.startsWith("database."));
    assertThat(all.poolsOf(Catalogue.row("database.h2.8on16").orElseThrow()))
        .extracting(PoolAdapter::key)
        .contains("bound-floor")
        .doesNotContain("bound-fair");
  }

  @Test
  void secondsReplaceThoseOfTheMeasurementOnly() {
    assertThat(choice.spanOf(Samples.CYCLE)).isEqualTo(new Span(2, 3));
    Choice longer = new Choice(choice.rows(), choice.pools(), 1, true, 9);
    assertThat(longer.spanOf(Samples.CYCLE)).isEqualTo(new Span(2, 9));
  }

  @Test
  void rowsGoByTheirKeyTheirKindOrTheSizeOfACycle() {
    assertThat(Catalogue.named("cycle.1on32")).containsExactly(Samples.CYCLE);
    assertThat(Catalogue.named("1on32")).containsExactly(Samples.CYCLE);
    assertThat(Catalogue.named("statement")).hasSize(4 + 3);
    assertThat(Catalogue.named("cycle")).hasSize(10);
    assertThat(Catalogue.named("growth")).hasSize(7 + 3 + 4);
    assertThat(Catalogue.named("virtual")).hasSize(12);
    assertThat(Catalogue.named("database")).hasSize(4 * 3 + 1);
    assertThat(Catalogue.named("nonsense")).isEmpty();
    assertThat(Catalogue.QUICK).hasSize(9);
  }

  private List<String> order(int round) {
    return choice.orderOf(Samples.CYCLE, round).stream().map(PoolAdapter::key).toList();
  }
}
