package dev.culvert.system.rig;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** Skips without a cluster; ends the rigs with the run; looks for secrets in the logs after each class. */
final class SystemExtension implements ExecutionCondition, BeforeAllCallback, AfterAllCallback {

    private static final String VARIABLE = "CULVERT_TEST_KUBECONFIG";

    /** The cluster's own kubeconfig. */
    static Optional<Path> kubeconfig() {
        return Optional.ofNullable(System.getenv(VARIABLE))
                .filter(name -> !name.isBlank())
                .map(Path::of);
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<Path> kubeconfig = kubeconfig();
        if (kubeconfig.isEmpty()) {
            String reason = VARIABLE + " is not set: no real cluster to test against";
            if (context.getTestMethod().isEmpty()) {
                System.out.println("SKIPPED " + context.getDisplayName() + ": " + reason);
            }
            return ConditionEvaluationResult.disabled(reason);
        }
        if (!Files.isReadable(kubeconfig.get())) {
            throw new IllegalStateException(VARIABLE + " names a file that cannot be read: " + kubeconfig.get());
        }
        return ConditionEvaluationResult.enabled("a cluster is given");
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot()
                .getStore(Namespace.create(SystemExtension.class))
                .computeIfAbsent(Rigs.class, key -> Rigs.current(), Rigs.class);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Rigs.current().assertNoSecretInLogs();
    }
}
