package connectsync.test;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/** A task that runs idly, until it fails as its configuration says. */
public final class MisbehavingSourceTask extends SourceTask {
  private Settings settings = new Settings(Map.of());
  private long startedAt;

  @Override
  public String version() {
    return "1.0.0";
  }

  @Override
  public void start(Map<String, String> given) {
    settings = new Settings(given);
    settings.dawdle(Settings.TASK_START_MS);
    startedAt = System.nanoTime();
  }

  @Override
  public List<SourceRecord> poll() throws InterruptedException {
    if (isTimeToFail()) throw settings.taskFailure();
    Thread.sleep(50);
    return null;
  }

  private boolean isTimeToFail() {
    long after = settings.getLong(Settings.TASK_FAIL_AFTER_MS);
    long ranFor = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedAt);
    return after >= 0 && ranFor >= after && settings.isTaskToFail();
  }

  @Override
  public void stop() {}
}
