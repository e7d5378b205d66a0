package connectsync.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.connect.errors.ConnectException;

/** Settings that make the connector and its tasks fail. In each error text {words} becomes the secret opening.words. */
final class Settings extends AbstractConfig {
  static final String TASKS_MADE = "tasks.made";
  static final String START_MS = "start.ms";
  static final String START_ERROR = "start.error";
  static final String TASK_CONFIGS_ERROR = "task.configs.error";
  static final String TASK_START_MS = "task.start.ms";
  static final String TASK_FAIL_AFTER_MS = "task.fail.after.ms";
  static final String TASK_NUMBER = "task.number";
  private static final String TASK_FAIL_ERROR = "task.fail.error";
  private static final String TASK_FAIL_IDS = "task.fail.ids";
  private static final String TASK_FAIL_ONCE = "task.fail.once";
  private static final String OPENING_WORDS = "opening.words";

  static final ConfigDef DEFINITION =
      new ConfigDef()
          .define(TASKS_MADE, Type.INT, 1, Importance.LOW, "How many tasks it makes, whatever tasks.max says")
          .define(START_MS, Type.LONG, 0L, Importance.LOW, "How long start() of the connector takes")
          .define(START_ERROR, Type.STRING, null, Importance.LOW, "What start() of the connector throws")
          .define(TASK_CONFIGS_ERROR, Type.STRING, null, Importance.LOW, "What taskConfigs() throws")
          .define(TASK_START_MS, Type.LONG, 0L, Importance.LOW, "How long start() of a task takes")
          .define(TASK_FAIL_AFTER_MS, Type.LONG, -1L, Importance.LOW, "How long a task runs until it fails")
          .define(TASK_FAIL_ERROR, Type.STRING, "as told", Importance.LOW, "What a task that fails throws")
          .define(TASK_FAIL_IDS, Type.LIST, "", Importance.LOW, "The tasks that fail; empty: all")
          .define(TASK_FAIL_ONCE, Type.STRING, "", Importance.LOW,
              "A file that is made when a task fails, its number behind the name; while it is there, it does not")
          .define(OPENING_WORDS, Type.PASSWORD, "", Settings::refuseShut, Importance.LOW,
              "A secret whose name does not say so; one that begins with shut is refused, and quoted");

  Settings(Map<String, String> given) {
    super(DEFINITION, given, false);
  }

  /** Plugins are known to quote a password in their refusal, although the framework itself hides it. */
  private static void refuseShut(String key, Object value) {
    String words = value instanceof Password ? ((Password) value).value() : "";
    if (words.startsWith("shut")) throw new ConfigException(key + " cannot be " + words);
  }

  void dawdle(String key) {
    try {
      Thread.sleep(getLong(key));
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
    }
  }

  void failIfSet(String key) {
    if (getString(key) != null) throw new ConnectException(quoting(getString(key)));
  }

  boolean isTaskToFail() {
    List<String> ids = getList(TASK_FAIL_IDS);
    boolean isMeant = ids.isEmpty() || ids.contains(taskNumber());
    return isMeant && (onceFile() == null || !Files.exists(onceFile()));
  }

  /** The failure of a task, wrapped as real plugins do; from now on it has failed once. */
  RuntimeException taskFailure() {
    try {
      if (onceFile() != null) Files.createFile(onceFile());
    } catch (IOException exists) {
      // An instance of the same task on a worker that is about to leave was quicker.
    }
    String message = quoting(getString(TASK_FAIL_ERROR));
    return new ConnectException("The task cannot go on", new IllegalStateException(message));
  }

  private Path onceFile() {
    String file = getString(TASK_FAIL_ONCE);
    return file.isEmpty() ? null : Paths.get(file + "-" + taskNumber());
  }

  private String taskNumber() {
    return originalsStrings().get(TASK_NUMBER);
  }

  private String quoting(String message) {
    return message.replace("{words}", getPassword(OPENING_WORDS).value());
  }
}
