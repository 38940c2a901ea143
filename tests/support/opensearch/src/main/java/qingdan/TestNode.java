package qingdan;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.opensearch.common.settings.Settings;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.painless.PainlessPlugin;
import org.opensearch.plugins.Plugin;
import org.opensearch.transport.Netty4Plugin;

/** A real OpenSearch node without an installation. Arguments: its home folder, then settings as key=value. */
public final class TestNode extends Node {

    private TestNode(Settings settings, Path home) {
        super(
                InternalSettingsPreparer.prepareEnvironment(
                        settings, Map.of(), home.resolve("config"), () -> "test"),
                List.<Class<? extends Plugin>>of(Netty4Plugin.class, PainlessPlugin.class),
                true);
    }

    /** Runs until the process is ended. */
    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        Settings.Builder settings = Settings.builder().put("path.home", home.toString());
        for (int place = 1; place < arguments.length; place++) {
            String[] parts = arguments[place].split("=", 2);
            settings.put(parts[0], parts[1]);
        }
        TestNode node = new TestNode(settings.build(), home);
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node, ended)));
        node.start();
        ended.await();
    }

    private static void close(TestNode node, CountDownLatch ended) {
        try {
            node.close();
        } catch (java.io.IOException failure) {
            failure.printStackTrace();
        } finally {
            ended.countDown();
        }
    }
}
