/*
 * A JVMTI agent for src/bench/record-cpu: writes the CPU of each Java thread, as the kernel counted it, one line each when
 * the thread ends ("6.26 record", in ms); and as "metrics" what the main thread takes from where it begins to show how the
 * boot ended to the line on the console: login message, history and metrics.
 * Its option is the file to write to.
 */
#include <fcntl.h>
#include <jvmti.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static struct {
  const char *type, *method;
  jmethodID id;
} begin = {"Ldev/nodeready/fleet/Publisher;", "showEnd", NULL}, end = {"Ldev/nodeready/host/Console;", "tell", NULL};

static int out;
static double begun;

static double cpu(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static void JNICALL thread_ends(jvmtiEnv *jvmti, JNIEnv *jni, jthread thread) {
  double ms = cpu();
  jvmtiThreadInfo info;
  if ((*jvmti)->GetThreadInfo(jvmti, thread, &info) == JVMTI_ERROR_NONE) {
    dprintf(out, "%.2f %s\n", ms, info.name);
  }
}

static void JNICALL breakpoint(jvmtiEnv *jvmti, JNIEnv *jni, jthread thread, jmethodID method, jlocation at) {
  if (method == end.id) {
    dprintf(out, "%.2f metrics\n", cpu() - begun);
  }
  begun = cpu();
}

static jmethodID stop_at(jvmtiEnv *jvmti, jclass type, const char *wanted) {
  jint count = 0;
  jmethodID *methods;
  (*jvmti)->GetClassMethods(jvmti, type, &count, &methods);
  for (int i = 0; i < count; i++) {
    char *name;
    if ((*jvmti)->GetMethodName(jvmti, methods[i], &name, NULL, NULL) == JVMTI_ERROR_NONE && strcmp(name, wanted) == 0) {
      (*jvmti)->SetBreakpoint(jvmti, methods[i], 0);
      return methods[i];
    }
  }
  return NULL;
}

static void look(jvmtiEnv *jvmti, jclass type) {
  char *name;
  if ((*jvmti)->GetClassSignature(jvmti, type, &name, NULL) != JVMTI_ERROR_NONE) {
    return;
  }
  if (begin.id == NULL && strcmp(name, begin.type) == 0) {
    begin.id = stop_at(jvmti, type, begin.method);
  }
  if (end.id == NULL && strcmp(name, end.type) == 0) {
    end.id = stop_at(jvmti, type, end.method);
  }
  (*jvmti)->Deallocate(jvmti, (unsigned char *)name);
}

static void JNICALL class_prepared(jvmtiEnv *jvmti, JNIEnv *jni, jthread thread, jclass type) {
  look(jvmti, type);
}

/* What the AOT cache has brought is loaded before this, and no event tells of it. */
static void JNICALL begins(jvmtiEnv *jvmti, JNIEnv *jni, jthread thread) {
  jint count = 0;
  jclass *types;
  (*jvmti)->GetLoadedClasses(jvmti, &count, &types);
  for (int i = 0; i < count; i++) {
    look(jvmti, types[i]);
  }
}

JNIEXPORT jint JNICALL Agent_OnLoad(JavaVM *vm, char *options, void *reserved) {
  jvmtiEnv *jvmti;
  out = open(options, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (out < 0 || (*vm)->GetEnv(vm, (void **)&jvmti, JVMTI_VERSION_11) != JNI_OK) {
    return JNI_ERR;
  }
  jvmtiCapabilities wanted = {.can_generate_breakpoint_events = 1};
  jvmtiEventCallbacks called = {
      .VMInit = begins, .ClassPrepare = class_prepared, .ThreadEnd = thread_ends, .Breakpoint = breakpoint};
  (*jvmti)->AddCapabilities(jvmti, &wanted);
  (*jvmti)->SetEventCallbacks(jvmti, &called, sizeof called);
  jvmtiEvent events[] = {JVMTI_EVENT_VM_INIT, JVMTI_EVENT_CLASS_PREPARE, JVMTI_EVENT_THREAD_END, JVMTI_EVENT_BREAKPOINT};
  for (int i = 0; i < 4; i++) {
    (*jvmti)->SetEventNotificationMode(jvmti, JVMTI_ENABLE, events[i], NULL);
  }
  return JNI_OK;
}
