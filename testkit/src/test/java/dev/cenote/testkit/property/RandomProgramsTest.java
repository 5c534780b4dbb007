package dev.cenote.testkit.property;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;

/**
 * Random programs against a data source and a model of it: borrow, use, change state, fail, die,
 * give back, resize, invalidate. A failure prints its seed and the shortest program that fails.
 */
class RandomProgramsTest {

  private static final int STEPS = 60;
  private static final int ALWAYS = 1;

  private final List<World> worlds = new ArrayList<>();

  private interface Step {
    void run(World world) throws SQLException;
  }

  @AfterTry
  void closeWhatAFailureLeft() {
    worlds.forEach(World::close);
    worlds.clear();
  }

  @Property(tries = 150, shrinking = ShrinkingMode.BOUNDED)
  void everyProgramOnTheFakeDriverDoesWhatTheModelSays(@ForAll("onFake") ActionChain<World> program)
      throws SQLException {
    program.run().end();
  }

  @Property(tries = 100, shrinking = ShrinkingMode.BOUNDED)
  void everyProgramOnH2DoesWhatTheModelSays(@ForAll("onH2") ActionChain<World> program)
      throws SQLException {
    program.run().end();
  }

  @Provide
  Arbitrary<ActionChain<World>> onFake() {
    return programs(World::onFake)
        .withAction(2, chosen("kill", World::canKill, World::kill))
        .withMaxTransformations(STEPS);
  }

  @Provide
  Arbitrary<ActionChain<World>> onH2() {
    return programs(World::onH2).withMaxTransformations(STEPS);
  }

  private net.jqwik.api.state.ActionChainArbitrary<World> programs(Supplier<World> start) {
    return ActionChain.startWith(() -> remembered(start.get()))
        .withAction(8, plain("borrow", World::borrow))
        .withAction(5, chosen("give back", World::hasBorrowers, World::giveBack))
        .withAction(4, chosen("insert", World::hasBorrowers, World::insert))
        .withAction(6, change())
        .withAction(2, chosen("fail", World::hasBorrowers, World::fail))
        .withAction(2, resize())
        .withAction(ALWAYS, plain("invalidate", World::invalidateAll));
  }

  private World remembered(World world) {
    worlds.add(world);
    return world;
  }

  private static Action.Independent<World> plain(String what, Step step) {
    return () -> Arbitraries.just(of(what, step));
  }

  private interface ChosenStep {
    void run(World world, int choice) throws SQLException;
  }

  private static Action.Independent<World> chosen(
      String what, Predicate<World> possible, ChosenStep step) {
    return new Action.Independent<>() {
      @Override
      public boolean precondition(World world) {
        return world.hasBorrowers() && possible.test(world);
      }

      @Override
      public Arbitrary<Transformer<World>> transformer() {
        return Arbitraries.integers()
            .between(0, 5)
            .map(choice -> of(what + " " + choice, world -> step.run(world, choice)));
      }
    };
  }

  private static Action.Independent<World> change() {
    return new Action.Independent<>() {
      @Override
      public boolean precondition(World world) {
        return world.hasBorrowers();
      }

      @Override
      public Arbitrary<Transformer<World>> transformer() {
        return Combinators.combine(
                Arbitraries.integers().between(0, 5), Arbitraries.of(Change.values()))
            .as((choice, change) ->
                of(change + " " + choice, world -> world.change(choice, change)));
      }
    };
  }

  private static Action.Independent<World> resize() {
    return () ->
        Combinators.combine(
                Arbitraries.integers().between(1, 4), Arbitraries.integers().between(0, 3))
            .as((poolSize, overflow) ->
                of(
                    "resize " + poolSize + "+" + overflow,
                    world -> world.resize(poolSize, overflow)));
  }

  private static Transformer<World> of(String what, Step step) {
    return Transformer.mutate(
        what,
        world -> {
          try {
            step.run(world);
          } catch (SQLException unexpected) {
            throw new AssertionError(what + " failed: " + unexpected.getMessage(), unexpected);
          }
          world.check();
        });
  }
}
