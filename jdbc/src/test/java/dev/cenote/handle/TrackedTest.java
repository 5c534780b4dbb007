package dev.cenote.handle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TrackedTest {

  /** A link that knows nothing but whether it is alive. */
  private static final class Link implements Tracked {
    private boolean alive = true;
    private @Nullable Tracked older;

    @Override
    public @Nullable Tracked older() {
      return older;
    }

    @Override
    public void older(@Nullable Tracked further) {
      older = further;
    }

    @Override
    public boolean isAlive() {
      return alive;
    }

    @Override
    public void closeLeaked() {
      alive = false;
    }
  }

  /** The list as a connection's handle keeps it. */
  private @Nullable Tracked head;

  private Link open() {
    Link link = new Link();
    link.older(Tracked.firstAlive(head));
    head = link;
    return link;
  }

  private void close(Link link) {
    link.closeLeaked();
    if (head != null && head != link) {
      head = Tracked.unlink(head, link);
    }
  }

  private List<Tracked> links() {
    List<Tracked> links = new ArrayList<>();
    for (Tracked link = head; link != null; link = link.older()) {
      links.add(link);
    }
    return links;
  }

  @Test
  void theNewestIsStillLinkedAfterItsEndUntilTheNextIsOpened() {
    Link first = open();
    close(first);
    assertThat(links()).containsExactly(first);

    Link second = open();
    assertThat(links()).containsExactly(second);
  }

  @Test
  void closingInTheOrderOfOpeningUnlinksAtOnce() {
    Link first = open();
    Link second = open();
    Link third = open();

    close(first);
    assertThat(links()).containsExactly(third, second);
    close(second);
    assertThat(links()).containsExactly(third);
  }

  @Test
  void closingInReverseOrderUnlinksWithTheNextClosing() {
    Link first = open();
    Link second = open();
    Link third = open();

    close(third);
    close(second);
    assertThat(links()).containsExactly(first);
    close(first);
    assertThat(links()).containsExactly(first);
  }

  @Test
  void oneInTheMiddleIsSteppedOver() {
    Link first = open();
    Link second = open();
    Link third = open();

    close(second);
    assertThat(links()).containsExactly(third, first);
  }

  @Test
  void aDeadHeadDoesNotKeepAnotherDeadLinkInTheList() {
    Link first = open();
    Link second = open();
    Link third = open();
    Link fourth = open();

    close(fourth);
    close(second);
    assertThat(links()).containsExactly(third, first);
  }

  @Test
  void aRunningWindowOfOpenStatementsDoesNotGrowTheList() {
    Link lasting = open();
    List<Link> window = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      window.add(open());
      if (window.size() > 3) {
        close(window.remove(0));
      }
      assertThat(links()).hasSizeLessThan(10).contains(lasting);
    }
  }
}
