package dev.culvert.clusters.junit;

import dev.culvert.clusters.EmbeddedCluster;
import dev.culvert.clusters.RealCluster;
import dev.culvert.clusters.TestCluster;
import dev.culvert.clusters.junit.WithCluster.Choice;
import java.lang.reflect.AnnotatedElement;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Resolves cluster parameters, and disables tests whose cluster is not there. Used through {@link WithCluster}. */
public final class ClusterExtension implements ParameterResolver, ExecutionCondition {
    private static final Namespace NAMESPACE = Namespace.create(ClusterExtension.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (choice(context) == Choice.REAL && real(context).isEmpty()) {
            String reason = "needs a real cluster: " + RealCluster.howToConfigure();
            System.out.printf("DISABLED %s: %s%n", context.getDisplayName(), reason);
            return ConditionEvaluationResult.disabled(reason);
        }
        return ConditionEvaluationResult.enabled("its cluster is there");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return TestCluster.class.isAssignableFrom(parameter.getParameter().getType());
    }

    @Override
    public TestCluster resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        if (type == EmbeddedCluster.class) {
            return embedded(context);
        }
        if (type == RealCluster.class) {
            return real(context).orElseThrow(() -> new IllegalStateException(RealCluster.howToConfigure()));
        }
        return switch (choice(context)) {
            case EMBEDDED -> embedded(context);
            case REAL -> real(context).orElseThrow(() -> new IllegalStateException(RealCluster.howToConfigure()));
            case ANY -> real(context).<TestCluster>map(found -> found).orElseGet(() -> embedded(context));
        };
    }

    /** The nearest annotation decides: the method's own before that of its class. */
    private static Choice choice(ExtensionContext context) {
        return context.getElement()
                .flatMap(ClusterExtension::annotated)
                .or(() -> context.getTestClass().flatMap(ClusterExtension::annotated))
                .orElse(Choice.ANY);
    }

    private static Optional<Choice> annotated(AnnotatedElement element) {
        if (element.isAnnotationPresent(NeedsRealPods.class)) {
            return Optional.of(Choice.REAL);
        }
        return Optional.ofNullable(element.getAnnotation(WithCluster.class)).map(WithCluster::value);
    }

    private static EmbeddedCluster embedded(ExtensionContext context) {
        return store(context)
                .computeIfAbsent("embedded", key -> new Held(EmbeddedCluster.start()), Held.class)
                .as(EmbeddedCluster.class);
    }

    private static Optional<RealCluster> real(ExtensionContext context) {
        Held held = store(context)
                .computeIfAbsent(
                        "real", key -> new Held(RealCluster.configured().orElse(null)), Held.class);
        return held.find(RealCluster.class);
    }

    private static Store store(ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE);
    }
}
