import type { Handler } from "./call.js";
import { numbered } from "./form.js";
import { named } from "./named.js";
import { markedPage, whole } from "./paging.js";
import { refuse } from "./refusal.js";
import { descendant, itemsAt, textAt } from "./xml.js";

const LIST = ["DescribeTargetGroupsResult", "TargetGroups"] as const;

export const createTargetGroup: Handler = named(
  { list: "DescribeTargetGroups", taken: "DuplicateTargetGroupName" },
  async (call) => {
    const answer = await call.forward();
    call.memory.made(textAt(itemsAt(answer, "CreateTargetGroupResult", "TargetGroups")[0], "TargetGroupArn") ?? "");
    return answer;
  },
);

export const describeTargetGroups: Handler = async (call) => {
  const answer = await call.forward(whole(call.form));
  const list = descendant(answer, ...LIST);
  if (list) list.children = list.children.filter((item) => !call.memory.isHidden(textAt(item, "TargetGroupArn")));
  if (numbered(call.form, "Names.member").length > 0 && list?.children.length === 0)
    refuse("TargetGroupNotFound", "One or more target groups not found");
  return markedPage(answer, LIST, call.form, call.memory.pageSize);
};
