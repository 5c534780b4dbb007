package dev.cenote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.config.FactoryDataSource;
import dev.cenote.config.ResetOnReturn;
import dev.cenote.config.Setting;
import dev.cenote.config.Settings;
import dev.cenote.core.PoolConfig.IdleOrder;
import dev.cenote.core.PoolKind;
import dev.cenote.event.ConnectionListener;
import java.sql.DriverManager;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecreateSettingsTest {

  static Stream<Setting<?>> all() {
    return Settings.all().stream();
  }

  @ParameterizedTest
  @MethodSource("all")
  void aPoolMadeAnewHasEverySettingOfTheOldOne(Setting<?> setting) {
    CenoteDataSource old = new CenoteDataSource();
    old.setUrl("jdbc:h2:mem:recreated");
    old.setUsername("sa");
    old.setDataSource(new FactoryDataSource(attempt -> DriverManager.getConnection(old.getUrl())));
    old.setKind(PoolKind.SHARED);
    old.setPoolSize(3);
    old.setMaxOverflow(2);
    old.setIdleOrder(IdleOrder.LIFO);
    old.setResetOnReturn(ResetOnReturn.COMMIT);
    old.setConnectionListeners(List.of(new ConnectionListener() {}));

    assertThat((Object) old.recreate().get(setting)).isSameAs(old.get(setting));
  }

  @Test
  void whatIsSetOnTheNewOneStaysThere() {
    CenoteDataSource old = new CenoteDataSource();
    old.setName("old");
    CenoteDataSource again = old.recreate();
    again.setName("new");

    assertThat(old.getName()).isEqualTo("old");
  }

  @Test
  void anUnnamedDatabaseInMemoryIsTheSame() {
    CenoteDataSource old = new CenoteDataSource();
    old.setUrl("sqlite:///:memory:");

    assertThat(old.recreate().getUrl()).isEqualTo(old.getUrl());
  }
}
