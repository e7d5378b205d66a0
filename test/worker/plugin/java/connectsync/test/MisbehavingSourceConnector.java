package connectsync.test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.SourceConnector;

/** A source that fails and dawdles as its configuration says, and moves no data. */
public final class MisbehavingSourceConnector extends SourceConnector {
  private Map<String, String> given = Map.of();
  private Settings settings = new Settings(Map.of());

  @Override
  public String version() {
    return "1.0.0";
  }

  @Override
  public ConfigDef config() {
    return Settings.DEFINITION;
  }

  @Override
  public void start(Map<String, String> given) {
    this.given = given;
    settings = new Settings(given);
    settings.dawdle(Settings.START_MS);
    settings.failIfSet(Settings.START_ERROR);
  }

  @Override
  public Class<? extends Task> taskClass() {
    return MisbehavingSourceTask.class;
  }

  @Override
  public List<Map<String, String>> taskConfigs(int maxTasks) {
    settings.failIfSet(Settings.TASK_CONFIGS_ERROR);
    List<Map<String, String>> configs = new ArrayList<>();
    for (int id = 0; id < settings.getInt(Settings.TASKS_MADE); id++) {
      Map<String, String> config = new HashMap<>(given);
      config.put(Settings.TASK_NUMBER, Integer.toString(id));
      configs.add(config);
    }
    return configs;
  }

  @Override
  public void stop() {}
}
